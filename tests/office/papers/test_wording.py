"""What an office would stumble over in a paper: said twice, of the wrong law, out of date for nothing, left blank."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from mediation import db, seals
from mediation.models.afterwards import RouteStep
from mediation.models.case import Case
from mediation.models.chain import Representative
from mediation.models.claim import Claim
from mediation.models.document import Document
from mediation.models.group import GroupWorker
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.sitting import Sitting
from mediation.office import closing, papers
from mediation.office.papers import Paper, making
from tests.office.group import id_number
from tests.office.papers.dossier import NOW, Dossier, close
from tests.office.papers.test_papers import dossier, sources_of

__all__ = ["dossier"]


def record(dossier: Dossier, kind: str, about: str = "") -> dict[str, object]:
    with db.reading() as session:
        made = making.made_of(sources_of(session, dossier), Paper(kind, about))
    assert not made.gaps
    return made.record


def test_a_cover_stays_good_when_more_papers_come_and_not_when_the_case_closes(dossier: Dossier) -> None:
    with db.transaction() as session:
        cover = papers.issue(session, dossier.case_id, Paper("file_cover"), by=dossier.mediator, now=NOW)
        later = {"kind": "registration", "number": "2", "code": "2", "issued_at": NOW + timedelta(hours=1)}
        session.add(Document(**cover.model_dump(exclude={"id"}) | later))
    with db.reading() as session:
        assert making.is_current(sources_of(session, dossier), session.get_one(Document, cover.id))

    close(dossier, closed_on=date(2026, 12, 4))

    with db.reading() as session:
        assert not making.is_current(sources_of(session, dossier), session.get_one(Document, cover.id))


def test_the_end_of_mediation_says_once_why_and_who_refused(dossier: Dossier) -> None:
    with db.transaction() as session:
        for claim in session.exec(select(Claim).where(Claim.case_id == dossier.case_id)):
            claim.state = "open"
    close(dossier, ending="too_far_apart")
    assert record(dossier, "termination_notice")["reason_text"] == "调解无法继续。"

    close(dossier, ending="unwilling", willing_respondent=False)

    assert record(dossier, "termination_notice")["reason_text"] == "被申请人不同意调解。"


def test_what_is_no_labour_dispute_is_told_no_limitation_of_arbitration(dossier: Dossier) -> None:
    close(dossier, accepted_on=None, relation="none", flags=["out_of_scope"])

    told = record(dossier, "non_acceptance_notice")

    assert (told["reason"], told["limitation"]) == ("out_of_scope", [])


def test_a_group_is_named_with_its_number_and_known_from_its_list(dossier: Dossier) -> None:
    with db.transaction() as session:
        case = session.get_one(Case, dossier.case_id)
        of = {"station_id": case.station_id, "case_id": case.id}
        first = session.get_one(Party, dossier.ids["applicant"])
        first.sex = first.born = first.id_number_sealed = None
        case.workers = 12
        row = session.get_one(Settlement, dossier.ids["settlement"])
        row.terms = {**row.terms, "group": [{"name": first.name, "amount": "1.00"}]}
        own = GroupWorker(**of, position=0, name=first.name, post="木工", offered=1)
        own.id_number_sealed = seals.seal(id_number(1), table="group_worker", column="id_number", row=own.id)
        session.add(own)

    kept = {"sex": "男", "born": "1990-01-01", "id_number": id_number(1), "occupation": "木工"}
    parties = record(dossier, "application")["parties"]
    creditors = record(dossier, "payment_order_application", dossier.ids["settlement"])["creditors"]
    for told in (parties[0], creditors[0]):
        assert {name: told[name] for name in kept} == kept
    asked = record(dossier, "court_confirmation_application", dossier.ids["settlement"])
    assert "劳动者名单和代表推举书" in asked["attachments"]
    assert str(record(dossier, "file_cover")["title"]).startswith(f"{first.name}等12人与")


def test_whoever_acts_for_a_party_is_named_with_office_in_good_order(dossier: Dossier) -> None:
    with db.transaction() as session:
        agent = session.get_one(Representative, dossier.ids["agent"])
        mine = agent.model_dump(exclude={"id"}) | {"party_id": dossier.ids["respondent"]}
        session.add(Representative(**mine | {"name": "周敏", "capacity": "staff", "office": "人事经理"}))

    told = {one["name"]: one["representatives"] for one in record(dossier, "registration")["parties"]}

    assert sorted(one["capacity"] for own in told.values() for one in own) == [
        "上海浦江律师事务所律师", "单位工作人员（人事经理）",
    ]  # fmt: skip


def test_the_closing_report_tells_of_courts_and_of_a_case_taken_up_again(dossier: Dossier) -> None:
    with db.transaction() as session:
        case = session.get_one(Case, dossier.case_id)
        of = {"station_id": case.station_id, "case_id": case.id, "settlement_id": dossier.ids["settlement"]}
        noted = {"route": "court_confirmation", "authority": "闵行法院", "noted_at": NOW, "noted_by": dossier.mediator.id}
        session.add(RouteStep(**of, **noted, step="filed", on=date(2026, 11, 20)))
        session.add(RouteStep(**of, **noted, step="granted", on=date(2026, 12, 4), number="民特1号"))
        closing.close(session, case.id, outcome="settled", on=date(2026, 12, 4), by=dossier.mediator, now=NOW)
        issued = session.exec(select(Document).where(Document.kind == "agreement")).one().model_dump(exclude={"id"})
        notice = {"kind": "termination_notice", "number": "3", "code": "3", "issued_at": NOW}
        session.add(Document(**issued | notice))
        reopened_at = NOW + timedelta(hours=1)
        closing.reopen(session, case.id, reason="补充履行", by=dossier.working["supervisor"], now=reopened_at)
        closing.close(session, case.id, outcome="settled", on=date(2026, 12, 4), by=dossier.mediator, now=NOW)

    told = record(dossier, "closing_report")

    performed = "；".join(told["performance"])
    assert "2026年11月20日，司法确认：提交闵行法院" in performed
    assert "2026年12月4日，司法确认：闵行法院准许，编号民特1号" in performed
    steps = [one.partition("，")[2].partition("（")[0] for one in told["process"]]
    assert (steps[:2], steps[-2:]) == (["收到调解申请", "受理"], ["出具调解终止告知书", "恢复办理"])


def test_a_session_names_the_agreement_by_its_own_number(dossier: Dossier) -> None:
    with db.transaction() as session:
        agreement = session.exec(select(Document).where(Document.kind == "agreement")).one()
        signed = {"number": f"{agreement.number}（签署本）", "code": "2", "signed_of": agreement.id}
        later = {"issued_at": agreement.issued_at + timedelta(seconds=1)}
        session.add(Document(**agreement.model_dump(exclude={"id"}) | signed | later))
        session.get_one(Sitting, dossier.ids["joint"]).opened_at = agreement.issued_at

    assert record(dossier, "mediation_record", dossier.ids["joint"])["agreement_number"] == agreement.number
