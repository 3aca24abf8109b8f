"""One agreement from below the floor to the signed file: guard, four signatures, lock, correction, a changed byte."""


import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from mediation import db
from mediation.domain.endings import Said
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.document import Document
from mediation.models.settlement import Instalment, Settlement
from mediation.models.signing import Signature, StationCertificate
from mediation.office import claim_sheets, closing, documents, documents_standing, history, settlements
from mediation.office.signing import certificates, codes, collecting, expiry, finishing, guard, lines, pages, verifying
from tests import forgeries
from tests.hands import HAND, sign_all
from tests.office.test_settlements import drafted, issued
from tests.office.working import LATER, Working
from tests.press.reading import broken_rules


def only_claim(session: Session, case_id: str) -> str:
    return session.exec(select(Claim.id).where(Claim.case_id == case_id)).one()


def work_out(working: Working, case_id: str) -> int:
    """Keep a working that comes to more than the 8,000 yuan agreed."""
    facts = {"periods": [{"month": "2026-09", "due": "9000.00", "paid": "0.00"}]}
    with db.transaction() as session:
        row = claim_sheets.keep(
            session, case_id, only_claim(session, case_id), facts, on="", by=working["mediator"], now=LATER, seen=""
        )
        return row.amount


def signer(session: Session, settlement_id: str, role: str) -> Signature:
    query = select(Signature).where(Signature.settlement_id == settlement_id, Signature.role == role)
    return session.exec(query.order_by(Signature.position)).first()


def test_below_the_floor_nothing_is_issued_without_reason_reading_back_and_a_second_reader(station: Working) -> None:
    case_id = station.log()
    assert work_out(station, case_id) > 800_000
    settlement_id = drafted(station, case_id)
    mediator, other = station["mediator"], station["supervisor"]

    with pytest.raises(Refused, match="低于测算金额"):
        issued(station, settlement_id)
    with db.transaction() as session:
        row, (found,) = settlements.guarded(session, settlement_id, user=mediator, now=LATER)
        check = guard.note(session, row, found, reason="急着回老家", read_to="", by=mediator, now=LATER).id
    with pytest.raises(Conflict), db.transaction() as session:
        guard.second(session, check, agrees=True, says="", by=other, now=LATER)
    with db.transaction() as session:
        guard.read_back(session, check, to="张玥本人", by=mediator, now=LATER)
    with pytest.raises(Conflict, match="另一人"), db.transaction() as session:
        guard.second(session, check, agrees=True, says="", by=mediator, now=LATER)
    with pytest.raises(NotFound), db.transaction() as session:
        guard.second(session, check, agrees=True, says="", by=station["lawyer"], now=LATER)
    with pytest.raises(Refused, match="复核"):
        issued(station, settlement_id)
    with db.transaction() as session:
        guard.second(session, check, agrees=True, says="", by=other, now=LATER)
    issued(station, settlement_id)

    with db.reading() as session:
        noted = {one.act: one.fields_json for one in session.exec(select(history.HistoryLine)) if one.act.startswith("floor")}
    assert set(noted) == {"floor.note", "floor.read_back", "floor.second"}
    assert "急着回老家" not in str(noted)


def test_the_last_signature_makes_it_effective_locks_it_and_signs_the_file(working: Working) -> None:
    settlement_id = drafted(working, working.log())
    issued(working, settlement_id)
    mediator = working["mediator"]

    with db.transaction() as session:
        roles = [one.role for one in lines.state(session, settlement_id)]
        sign_all(session, settlement_id, by=mediator, now=LATER, besides=("seal",))
        first = signer(session, settlement_id, "party")
        code = codes.code_of(first)
        collecting.draw(session, code, HAND.replace("90,210", "95,215"), agrees=True, source="::1", now=LATER)
        seal, first_id = signer(session, settlement_id, "seal").id, first.id
    assert roles == ["party", "party", "mediator", "seal"]
    with db.transaction() as session:
        collecting.put_seal(session, seal, on=LATER.date(), by=mediator, now=LATER + timedelta(hours=1))

    with db.transaction() as session:
        row = session.get_one(Settlement, settlement_id)
        document = finishing.signed_file(session, settlement_id)
        pdf = documents.stored(session, document)
        assert (row.effective_on, row.locked_at) == (LATER.date(), LATER + timedelta(hours=1))
        assert document.signed_of == finishing.printed(session, settlement_id).id
        checked = verifying.check(session, pdf)
        assert (checked.verdict, checked.own_certificate, checked.signatures) == ("genuine", True, 1)
        assert broken_rules(pdf) == set()
        assert verifying.check(session, forgeries.one_byte(pdf)).verdict == "altered"
        with pytest.raises(NotFound):
            codes.by_code(session, code, source="::1", now=LATER)
        with pytest.raises(Conflict):
            collecting.again(session, first_id, by=mediator, now=LATER)


def test_once_its_case_is_closed_an_agreement_takes_no_signature(station: Working) -> None:
    case_id = station.log()
    settlement_id = drafted(station, case_id)
    issued(station, settlement_id)
    mediator = station["mediator"]
    with db.transaction() as session:
        sign_all(session, settlement_id, by=mediator, now=LATER, besides=("mediator",))
        last = collecting.open_code(session, signer(session, settlement_id, "mediator").id, by=mediator, now=LATER)
        code = codes.code_of(last)
        session.get_one(Case, case_id).mediation = "refused"
    with pytest.raises(Conflict, match="不愿调解"), db.transaction() as session:
        collecting.draw(session, code, HAND, agrees=True, source="::1", now=LATER)
    with db.transaction() as session:
        session.get_one(Case, case_id).mediation = "open"
        said = Said("not_signed", LATER.date(), "单位当场拒绝签章", untold="已当面告知")
        closing.end(session, case_id, said, by=mediator, now=LATER)

    with db.reading() as session:
        shown = pages.public(session, code, source="::1", now=LATER)
        assert (shown.closed, shown.may_sign) == (True, False)
    with pytest.raises(Conflict, match="已经结案"), db.transaction() as session:
        collecting.draw(session, code, HAND, agrees=True, source="::1", now=LATER)
    with pytest.raises(Conflict, match="已经结案"), db.transaction() as session:
        settlements.take_effect(session, settlement_id, by=mediator, now=LATER)
    with db.reading() as session:
        assert session.get_one(Settlement, settlement_id).effective_on is None


def test_paper_needs_its_scan_and_a_refusal_keeps_it_from_taking_effect(station: Working) -> None:
    settlement_id = drafted(station, station.log())
    issued(station, settlement_id)
    mediator = station["mediator"]

    with db.transaction() as session:
        firm = lines.state(session, settlement_id)[1]
        with pytest.raises(Refused) as refused:
            collecting.on_paper(
                session, settlement_id, [firm.id], way="fingerprint", on=LATER.date() + timedelta(days=1), scan="",
                by=mediator, now=LATER,
            )  # fmt: skip
        assert refused.value.problems[0].field == "on"
        with pytest.raises(Refused) as refused:
            collecting.on_paper(
                session, settlement_id, [firm.id], way="paper", on=LATER.date(), scan="", by=mediator, now=LATER
            )
        assert [one.field for one in refused.value.problems] == ["evidence_id"]
        collecting.refused(session, firm.id, "总公司不同意", by=mediator, now=LATER)
        sign_all(session, settlement_id, by=mediator, now=LATER, besides=("party",))
        with pytest.raises(Refused):
            collecting.name_agent(session, firm.id, "nobody", by=mediator, now=LATER)
    with db.reading() as session:
        assert session.get_one(Settlement, settlement_id).effective_on is None


def test_a_correction_replaces_the_agreement_when_it_takes_effect_and_keeps_what_was_paid(working: Working) -> None:
    old = drafted(working, working.log())
    issued(working, old)
    mediator = working["mediator"]
    with db.transaction() as session:
        sign_all(session, old, by=mediator, now=LATER)
        paid = session.exec(select(Instalment).where(Instalment.settlement_id == old, Instalment.position == 0)).one()
        paid.state, paid.paid_on = "paid", LATER.date()
        session.add(paid)

    with db.transaction() as session:
        new = settlements.correct(session, old, by=mediator, now=LATER)
        row = session.get_one(Settlement, new)
        settlements.save(
            session, new, {**settlements.terms_with_account(row), "other_terms": "账号更正。"}, by=mediator, now=LATER
        )
    issued(working, new)
    with db.transaction() as session:
        assert session.get_one(Settlement, old).replaced_on is None
        unsigned = documents.stored(session, finishing.printed(session, new))
        assert verifying.check(session, unsigned).standing.message == documents_standing.NOT_IN_FORCE
        sign_all(session, new, by=mediator, now=LATER)

    with db.reading() as session:
        states = session.exec(select(Instalment.state).where(Instalment.settlement_id == new).order_by(Instalment.position))
        assert session.get_one(Settlement, old).replaced_on == LATER.date()
        assert list(states) == ["paid", "due"]
        assert len(session.exec(select(Document).where(Document.kind == "agreement")).all()) == 4
        assert session.exec(select(StationCertificate)).one().source == "own"
        text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(unsigned)).pages).replace("\n", "")
        assert "更正并代替编号为（2026）曹行调字第0001号的调解协议书" in text
        replaced, after = finishing.signed_file(session, old), finishing.signed_file(session, new)
        checked = verifying.check(session, documents.stored(session, replaced))
        assert (checked.verdict, checked.standing.message) == ("genuine", documents_standing.REPLACED)
        assert checked.standing.params["number"] == "（2026）曹行调字第0002号"
        assert verifying.check(session, unsigned).standing.message == documents_standing.UNSIGNED
        assert verifying.check(session, documents.stored(session, after)).standing is None
        assert documents.verification(session, finishing.printed(session, new).code).standing is None
        assert documents.verification(session, replaced.code).standing == checked.standing
        torn = documents.stored(session, after) + b"\n%%EOF\n"
        assert verifying.check(session, torn).verdict == "broken"


def test_an_uploaded_certificate_is_opened_apart_and_signs_from_then_on(station: Working) -> None:
    admin = station["admin"]
    with db.transaction() as session:
        own = certificates.key_of(certificates.make_own(session, station.station.id, by=admin, now=LATER))
    with pytest.raises(Refused), db.transaction() as session:
        certificates.upload(session, station.station.id, b"no certificate", "x", by=admin, now=LATER)
    with db.transaction() as session:
        row = certificates.upload(session, station.station.id, own, "", by=admin, now=LATER)
        assert certificates.current(session, station.station.id, now=LATER).id == row.id
        assert certificates.expires_soon(row, row.valid_until - timedelta(days=60))
        assert not certificates.expires_soon(row, row.valid_until - timedelta(days=61))




def test_admins_are_told_once_that_a_certificate_ends(station: Working) -> None:
    with db.transaction() as session:
        row = certificates.make_own(session, station.station.id, by=station["admin"], now=LATER)
        soon = row.valid_until - timedelta(days=60)
        assert expiry.warn(session, now=soon - timedelta(days=1)) == 0
        assert [expiry.warn(session, now=soon + timedelta(hours=one)) for one in range(2)] == [1, 0]


def test_an_agreement_without_a_list_of_signers_gets_one_once_and_says_so(station: Working) -> None:
    settlement_id = drafted(station, station.log())
    issued(station, settlement_id)
    with db.transaction() as session:
        for one in session.exec(select(Signature)).all():
            session.delete(one)

    for _ in range(2):
        with db.transaction() as session:
            collecting.begin(session, settlement_id, by=station["mediator"], now=LATER)

    with db.reading() as session:
        made = session.exec(select(history.HistoryLine).where(history.HistoryLine.act == "signature.list")).all()
        assert [one.subject_id for one in made] == [settlement_id]
        assert [one.role for one in lines.state(session, settlement_id)] == ["party", "party", "mediator", "seal"]
