"""The papers of a case: made of its rows, issued for good, and what keeps them from it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from mediation import config, db, press
from mediation.config import Settings
from mediation.domain import casefile
from mediation.domain.arrears import REST_FALLS_DUE
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.models.sitting import SittingNote
from mediation.office import documents, evidence, history, papers
from mediation.office.consents import sharing
from mediation.office.evidence import Details, Upload
from mediation.office.papers import Paper, bound, making, package, pages
from mediation.office.papers.sources import Sources
from mediation.press.canonical import digest
from tests import kept
from tests.office.evidence import given
from tests.office.papers.dossier import CAUCUS, NOW, PRIVATE, Dossier, close, open_dossier
from tests.press.reading import everything

ABOUT: Mapping[str, str] = {
    "rights_notice": "applicant", "power_of_attorney": "agent", "interview_record": "alone", "mediation_record": "joint",
    "service_receipt": "service", "follow_up_record": "visit", "arbitration_review_application": "settlement",
    "court_confirmation_application": "settlement", "payment_order_application": "settlement",
}  # fmt: skip


@pytest.fixture
def dossier(sqlite_settings: Settings) -> Dossier:
    return kept.built(open_dossier)


def sources_of(session: Session, dossier: Dossier) -> Sources:
    return making.open_sources(session, dossier.case_id, by=dossier.mediator, now=NOW)


def paper_of(dossier: Dossier, kind: str) -> Paper:
    return Paper(kind, dossier.ids[ABOUT[kind]] if kind in ABOUT else "")


def gaps(dossier: Dossier, kind: str) -> list[str]:
    with db.reading() as session:
        made = making.made_of(sources_of(session, dossier), paper_of(dossier, kind))
    return [one.what.message for one in made.gaps]


LACKING = {
    "non_acceptance_notice": ["本案已经受理；中止、终止调解的，出具调解终止告知书"],
    "termination_notice": ["没有登记调解终止的原因", "全部请求都已达成协议，不需要终止告知书"],
    "arbitration_review_application": ["共同申请的期限已于 %(day)s 届满"],
    "closing_report": ["本案还没有结案"],
}  # fmt: skip


def test_each_paper_is_made_of_the_rows_or_says_what_it_lacks(dossier: Dossier) -> None:
    with db.reading() as session:
        sources = sources_of(session, dossier)
        made = {kind: making.made_of(sources, paper_of(dossier, kind)).gaps for kind in making.KINDS}

    assert {kind: [one.what.message for one in found] for kind, found in made.items() if found} == LACKING


def test_no_paper_tells_what_was_noted_in_private_nor_the_other_side_s_what_was_said_alone(dossier: Dossier) -> None:
    with db.reading() as session:
        assert any(one.private for one in session.exec(select(SittingNote)))
        sources = sources_of(session, dossier)
        made = [(one, making.made_of(sources, one).record) for one in making.papers(sources)]

    said = {paper: json.dumps(record, ensure_ascii=False, default=str) for paper, record in made}
    assert not any(PRIVATE in text for text in said.values())
    assert [paper for paper, text in said.items() if CAUCUS in text] == [Paper("interview_record", dossier.ids["apart"])]
    assert any("公司承认欠付工资。" in text for text in said.values())


def test_the_payment_order_asks_for_what_is_due_and_unpaid_only(dossier: Dossier) -> None:
    with db.reading() as session:
        record = making.made_of(sources_of(session, dossier), paper_of(dossier, "payment_order_application")).record

    assert (record["amount"], record["later"]) == (800_000, 3_000_000)
    assert record["kinds"] == ["remuneration", "severance"]


def test_the_rest_is_asked_for_too_where_the_agreement_makes_it_due(dossier: Dossier) -> None:
    with db.transaction() as session:
        row = session.get_one(Settlement, dossier.ids["settlement"])
        row.terms = {**row.terms, "default_clause": REST_FALLS_DUE}
        session.add(row)

    with db.reading() as session:
        made = making.made_of(sources_of(session, dossier), paper_of(dossier, "payment_order_application"))

    assert not made.gaps
    assert (made.record["amount"], made.record["later"]) == (3_800_000, 0)


@pytest.mark.parametrize(
    ("kind", "state", "missing"),
    [("deposit_refund", "due", "不在支付令的范围"), ("unpaid_wages", "paid", "没有已经到期而未付的款项")],
)
def test_a_payment_order_isnt_made_for_other_claims_or_where_nothing_is_owed(
    dossier: Dossier, kind: str, state: str, missing: str
) -> None:
    with db.transaction() as session:
        claim = session.exec(select(Claim).where(Claim.case_id == dossier.case_id, Claim.kind == "unpaid_wages")).one()
        claim.kind = kind
        first = session.exec(select(Instalment).where(Instalment.position == 0)).one()
        first.state, first.paid_on = state, date(2026, 11, 30) if state == "paid" else None
        session.add_all([claim, first])

    assert any(missing in one for one in gaps(dossier, "payment_order_application"))


def test_a_refusal_ends_mediation_with_reason_routes_and_both_limitation_dates(dossier: Dossier) -> None:
    close(dossier, ending="too_far_apart", mediation="open", accepted_on=date(2026, 11, 16))
    with db.transaction() as session:
        for claim in session.exec(select(Claim).where(Claim.case_id == dossier.case_id)):
            claim.state = "open"
            session.add(claim)

    with db.reading() as session:
        made = making.made_of(sources_of(session, dossier), Paper("termination_notice"))

    assert not made.gaps
    assert made.record["reason"] == "双方分歧较大，难以达成协议"
    assert [one["title"] for one in made.record["routes"]][:2] == ["申请仲裁", "向劳动保障监察机构投诉"]
    assert [(one["what"], one["safe_on"]) for one in made.record["limitation"]] == [
        ("拖欠工资", "2027-10-31"), ("经济补偿", "2027-10-31"),
    ]  # fmt: skip


def test_what_was_left_open_in_a_partial_agreement_is_told_with_its_routes(dossier: Dossier) -> None:
    close(dossier, outcome="partly_settled", ending="agreed", closed_on=date(2026, 12, 4))
    with db.transaction() as session:
        claim = session.exec(select(Claim).where(Claim.case_id == dossier.case_id, Claim.kind == "severance")).one()
        claim.state = "reserved"
        session.add(claim)

    with db.reading() as session:
        made = making.made_of(sources_of(session, dossier), Paper("termination_notice"))

    assert not made.gaps
    assert (made.record["agreed"], made.record["open"]) == (["拖欠工资"], ["经济补偿"])
    assert made.record["agreement_number"] == "（2026）曹行调字第0001号"


def test_where_contact_is_unsafe_the_joint_papers_show_neither_phone_nor_address(dossier: Dossier) -> None:
    with db.transaction() as session:
        worker = session.get_one(Party, dossier.ids["applicant"])
        worker.contact_unsafe, worker.address = True, "浦东新区安全路1号"
        session.add(worker)

    with db.reading() as session:
        sources = sources_of(session, dossier)
        joint = making.made_of(sources, Paper("acceptance_notice")).record["parties"][0]
        own = making.made_of(sources, paper_of(dossier, "power_of_attorney")).record["principal"]

    assert (joint["phone"], joint["address"]) == ("", "")
    assert (own["phone"], own["address"]) == ("13900001234", "浦东新区安全路1号")


def test_a_paper_is_issued_once_until_its_rows_move(dossier: Dossier) -> None:
    with db.transaction() as session:
        first = papers.issue(session, dossier.case_id, Paper("registration"), by=dossier.mediator, now=NOW)
        assert first.number == "（2026）曹行登字第0001号"
        text = "".join(everything(documents.stored(session, first)))
        assert "城厢建筑公司" in text
        with pytest.raises(Conflict):
            papers.issue(session, dossier.case_id, Paper("registration"), by=dossier.mediator, now=NOW)
    with db.transaction() as session:
        case = session.get_one(Case, dossier.case_id)
        case.summary = "拖欠工资、经济补偿"
        session.add(case)
        page = pages.page(session, dossier.case_id, user=dossier.mediator, now=NOW)
        (line,) = (one for one in page.papers if one.kind == "registration")
        assert (line.state, line.issued[0].current) == ("ready", False)
        document, _ = documents.for_console(session, page.header.number, "registration", now=NOW)
        lines = [line.act for line in session.exec(select(history.HistoryLine))]

    assert document.id == first.id
    assert "document.issue" in lines


def test_rows_that_move_while_it_is_printed_stop_a_paper(dossier: Dossier) -> None:
    with db.transaction() as session:
        prepared = papers.prepare(session, dossier.case_id, Paper("registration"), by=dossier.mediator, now=NOW)
    close(dossier, summary="另有变动")
    record = press.prepare("registration", prepared.record)
    printed = press.Printed(b"%PDF-1.7", "0" * 64, record, digest(record), "x")

    with db.transaction() as session, pytest.raises(Conflict):
        papers.store(session, prepared, printed, by=dossier.mediator, now=NOW)


def test_only_who_leads_the_case_sees_its_drafts(dossier: Dossier) -> None:
    paper = Paper("registration")
    with db.reading() as session:
        with pytest.raises((NotFound, Forbidden)):
            papers.preview(session, dossier.case_id, paper, by=dossier.working["lawyer"], now=NOW)
        with pytest.raises(Refused):
            papers.preview(session, dossier.case_id, Paper("closing_report"), by=dossier.mediator, now=NOW)
        with pytest.raises(NotFound):
            papers.preview(session, dossier.case_id, Paper("follow_up_record", "x"), by=dossier.mediator, now=NOW)


def test_the_whole_file_is_bound_with_cover_contents_and_numbers_on_every_page(dossier: Dossier) -> None:
    with db.transaction() as session:
        for kind in ("registration", "mediation_record", "closing_report"):
            close_now = {"closed_on": date(2026, 12, 4), "outcome": "settled", "ending": "agreed"}
            session.execute(sa.update(Case).values(**close_now))
            papers.issue(session, dossier.case_id, paper_of(dossier, kind), by=dossier.mediator, now=NOW)

    for name, content in (("a.jpg", given.jpeg()), ("b.pdf", given.pdf(2, size=(842, 595))), ("c.docx", given.docx())):
        evidence.add(dossier.case_id, Upload(name, io.BytesIO(content)), Details(title=name), by=dossier.mediator, now=NOW)

    with config.clock.at(NOW):
        bound.ask(dossier.case_id, by=dossier.mediator, now=NOW)
        assert bound.run_due(NOW) == 1
        pieces, size, name = bound.opened(dossier.case_id, user=dossier.mediator, now=NOW)
    pdf = b"".join(pieces)

    assert (len(pdf), name) == (size, "CH-2026-0001 案卷.pdf")
    pages_of = everything(pdf)
    assert "调解卷宗" in pages_of[0]
    assert "劳动争议受理登记表" in pages_of[1]
    numbered = pages_of[2:]
    assert [f"卷内第{nth}页共{len(numbered)}页" in text for nth, text in enumerate(numbered, 1)] == [True] * len(numbered)
    assert "卷内备考表" in numbered[-1]
    assert "证据材料：b.pdf" in pages_of[1]
    assert "原件为其他材料，不能装订" in "".join(numbered)


def test_the_package_holds_case_rows_papers_and_sums_but_no_private_note(dossier: Dossier) -> None:
    with pytest.raises(Refused) as refused:
        package.export(dossier.case_id, by=dossier.mediator, now=NOW)
    assert refused.value.problems[0].message == sharing.NO_BASIS
    pieces, name = package.export(dossier.case_id, basis="移送仲裁委员会", by=dossier.mediator, now=NOW)
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as packed:
        content = {one: packed.read(one) for one in packed.namelist()}
    manifest = json.loads(content.pop("manifest.json"))

    assert name == "CH-2026-0001 数据包.zip"
    assert {one["path"]: one["sha256"] for one in manifest["files"]} == {
        one: hashlib.sha256(data).hexdigest() for one, data in content.items()
    }
    file = casefile.read(json.loads(content["case.json"]), now=NOW)
    assert (file.applicants[0].id_number, file.claims[0].amount) == ("11010519491231002X", 800_000)
    assert "documents/001 调解协议书 （2026）曹行调字第0001号.pdf" in content
    assert len(json.loads(content["rows/sitting_note.json"])) == 4
    everything_said = b"".join(content.values()).decode("utf-8", "ignore")
    assert PRIVATE not in everything_said
    assert "_sealed" not in everything_said


def test_a_character_no_font_holds_is_named_with_the_words_around_it(dossier: Dossier) -> None:
    with db.transaction() as session:
        session.get_one(Case, dossier.case_id).summary = "九月工资没有发，老板在群里说“下周一定发😀”，后来没有发"
    with db.reading() as session:
        made = making.made_of(sources_of(session, dossier), paper_of(dossier, "registration"))

    [gap] = made.gaps
    assert gap.what.params == {"text": "…老板在群里说“下周一定发😀”，后来没有发", "characters": "😀（U+1F600）"}
