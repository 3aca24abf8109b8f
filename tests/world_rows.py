"""The rows of the world (tests/world.py) that belong to a station or a person rather than to one case."""

from datetime import time, timedelta
from typing import Any

from sqlmodel import Session, select

from mediation import seals
from mediation.models.case import Case
from mediation.models.claim_sheet import ClaimSheet
from mediation.models.clock_entry import ClockEntry
from mediation.models.complaint import Complaint
from mediation.models.docket import ConflictCheck, EvidenceRequest, FirmClient, OpenQuestion, Opinion, SlotHold, Visit
from mediation.models.editing import Editing
from mediation.models.equality import EqualityAnswer
from mediation.models.evaluation import EvaluationRemark
from mediation.models.expert import Expert, ExpertCall
from mediation.models.ledger import LedgerColumns, LedgerImport, LedgerRow
from mediation.models.notice import AddressProof, Delivery, DigestTime, MailRoute, Notice, NoticeChoice, Webhook
from mediation.models.party import Party
from mediation.models.practice import PracticeRun
from mediation.models.risk import CallContact, Risk, RiskCall
from mediation.models.roster import Absence, DutyPattern, Feed, Firm, Lawyer, Shift, Swap
from mediation.models.rulebook import RuleDraft, RuleMove, RuleVersion
from mediation.models.session import HalfSignIn, RecoveryCode, TotpDraft
from mediation.models.station import Station
from mediation.models.supervision import DuplicatePair, Reassignment, SavedView
from mediation.models.sweep import JobRun, SweepRun
from mediation.models.user import User
from mediation.models.willingness import AnswerTry, Inquiry, VoiceGateway
from mediation.office import history, searchwords
from tests.make import NOW

TODAY = NOW.date()


def station_rows(session: Session, station: Station, case: Case, made_by: User, duty_lawyer: User) -> None:
    """Add one row of every table of a station; `duty_lawyer` is the account of its one lawyer, who is none of B's."""
    of: dict[str, Any] = {"station_id": station.id}
    lawyer, shift = _roster(session, of, made_by, duty_lawyer)
    session.add(Visit(shift_id=shift.id, case_id=case.id, changed_at=NOW, **of))
    session.add(
        SlotHold(
            shift_id=shift.id, position=1, starts_at=NOW, ends_at=NOW, held_by=made_by.id, held_at=NOW, until=NOW, **of
        )  # fmt: skip
    )
    session.add(Expert(name="周医师", expertise="injury", **of))
    session.add(
        ConflictCheck(case_id=case.id, lawyer_id=lawyer.id, firm_id=lawyer.firm_id, asked_at=NOW, answer="clear", **of)
    )
    client = FirmClient(firm_id=lawyer.firm_id, name_sealed=b"", added_at=NOW, added_by=made_by.id, **of)
    client.name_sealed = seals.seal("城厢建筑公司", table="firm_client", column="name", row=client.id)
    session.add(client)
    _supervision(session, of, case, made_by)
    session.add(Delivery(key=f"mail-{station.code}", template="digest", made_at=NOW, due_at=NOW, **of))
    session.add(MailRoute(host="mail.invalid", sender="station@example.invalid", **of))
    hook = Webhook(url="http://messenger.invalid", secret_sealed=b"", **of)
    hook.secret_sealed = seals.seal("x", table="webhook", column="secret", row=hook.id)
    session.add(hook)
    session.add(VoiceGateway(url="http://voice.invalid", secret_sealed=b"", **of))
    session.add(CallContact(position=1, who="派出所值班室", phone="021-64000110", **of))
    session.flush()


def _roster(session: Session, of: dict[str, Any], made_by: User, duty_lawyer: User) -> tuple[Lawyer, Shift]:
    firm = Firm(name="城厢律师事务所", **of)
    pattern = DutyPattern(weekday=1, starts_at=time(13, 30), ends_at=time(16, 30), in_force_from=TODAY, **of)
    session.add_all([firm, pattern])
    session.flush()
    lawyer = Lawyer(firm_id=firm.id, name="陆律师", user_id=duty_lawyer.id, **of)
    session.add(lawyer)
    session.flush()
    shift = Shift(
        pattern_id=pattern.id, pattern_on=TODAY, on=TODAY, starts_at=NOW, ends_at=NOW + timedelta(hours=3),
        lawyer_id=lawyer.id, **of,
    )  # fmt: skip
    session.add(shift)
    session.add(Absence(lawyer_id=lawyer.id, from_on=TODAY, until_on=TODAY, **of))
    session.flush()
    session.add(
        Swap(shift_id=shift.id, to_lawyer_id=lawyer.id, reason="出庭", asked_at=NOW, asked_by=made_by.id, **of)
    )
    session.add(Feed(kind="station", token_digest=of["station_id"], made_at=NOW, made_by=made_by.id, **of))
    session.flush()
    return lawyer, shift


def former_lawyer(session: Session, colleague_id: str, account: User) -> None:
    """Add a lawyer who left the firm of a colleague, and one of another firm, who see nothing of it."""
    colleague = session.get_one(Lawyer, colleague_id)
    of: dict[str, Any] = {"station_id": colleague.station_id}
    session.add(Lawyer(firm_id=colleague.firm_id, name="周律师", user_id=account.id, active=False, **of))
    other = Firm(id="firm-other", name="江浦律师事务所", **of)
    session.add(other)
    session.flush()
    stranger = FirmClient(firm_id=other.id, name_sealed=b"x", added_at=NOW, added_by=account.id, **of)
    session.add(stranger)


def checks(session: Session, lawyer_id: str, left: User) -> None:
    """Add answers that open no case: an unsure one, a colleague's, one of another firm's days, one of who left."""
    lawyer = session.get_one(Lawyer, lawyer_id)
    of: dict[str, Any] = {"station_id": lawyer.station_id, "asked_at": NOW}
    gone = Lawyer(station_id=lawyer.station_id, firm_id=lawyer.firm_id, name="卫律师", user_id=left.id, active=False)
    other = Lawyer(station_id=lawyer.station_id, firm_id="firm-other", name="江律师")
    colleague = Lawyer(station_id=lawyer.station_id, firm_id=lawyer.firm_id, name="韩律师")
    session.add_all([gone, other, colleague])
    session.flush()
    for case, who, firm_id, answer in (
        ("A3", lawyer, lawyer.firm_id, "unsure"), ("A3", other, "firm-other", "clear"),
        ("A3", colleague, lawyer.firm_id, "clear"),
        ("A2", lawyer, "firm-other", "clear"), ("A1", gone, lawyer.firm_id, "clear"),
    ):  # fmt: skip
        session.add(ConflictCheck(case_id=f"case-{case}", lawyer_id=who.id, firm_id=firm_id, answer=answer, **of))


def stray_feed(session: Session, station: Station, account: User) -> None:
    """Add a feed made at a station by somebody who isn't there any more."""
    session.add(
        Feed(station_id=station.id, kind="desk", token_digest="stray", made_at=NOW, made_by=account.id)
    )


def _supervision(session: Session, of: dict[str, Any], case: Case, made_by: User) -> None:
    session.add(
        Reassignment(id=f"reassignment-{case.number}", at=NOW, by=made_by.id, reason="病假", undo_until=NOW, **of)
    )
    session.add(DuplicatePair(id=f"pair-{case.number}", case_id=case.id, other_id=case.id, found_at=NOW, **of))
    session.add(LedgerColumns(heading="x", saved_at=NOW, **of))
    read = LedgerImport(file_name="台账.xlsx", sha256="x", at=NOW, **of)
    session.add(read)
    session.flush()
    session.add(LedgerRow(import_id=read.id, row=4, state="accepted", case_id=case.id, **of))
    draft = session.exec(select(RuleDraft)).first() or _rules(session, made_by)
    session.add(RuleMove(draft_id=draft.id, case_id=case.id, live=True, **of))


def case_rows(session: Session, case: Case, made_by: User, lawyer_id: str) -> None:
    """Add one row of every further table of a case."""
    of: dict[str, Any] = {"station_id": case.station_id, "case_id": case.id}
    session.add(Opinion(lawyer_id=lawyer_id, changed_at=NOW, **of))
    party = session.exec(select(Party).where(Party.case_id == case.id)).first()
    if party is not None:
        session.add(EqualityAnswer(party_id=party.id, consented_on=TODAY, answers_sealed=b"x", **of))
    session.add(EvidenceRequest(id=case.id.replace("case", "request"), what="工资条", side="applicant", asked_at=NOW, asked_by=made_by.id, **of))
    session.add(OpenQuestion(id=case.id.replace("case", "question"), question="工龄如何计算", asked_at=NOW, asked_by=made_by.id, **of))
    call = ExpertCall(
        id=case.id.replace("case", "expertcall"), lawyer_id=lawyer_id, expertise="law", at=NOW, address_sealed=b"", asked_at=NOW,
        asked_by=made_by.id, **of,
    )  # fmt: skip
    call.address_sealed = seals.seal("https://meet.invalid/1", table="expert_call", column="address", row=call.id)
    session.add(call)
    searchwords.keep(session, case, "拖 欠")
    sheet = ClaimSheet(
        id=case.id.replace("case", "sheet"), claim_id=case.id.replace("case", "gone"), kind="unpaid_wages", on=TODAY,
        place="shanghai", governed_on=TODAY, amount=100, rulebook="sha256:0", made_by=made_by.id, made_at=NOW,
        facts={"periods": [{"month": "2026-09", "due": "1.00", "paid": "0.00"}], "place": "shanghai"}, **of,
    )  # fmt: skip
    session.add(sheet)
    of_sheet = {"subject": ("claim_sheet", sheet.id), "fields": {"kind": sheet.kind, "amount": "1.00"}, **of}
    history.record(session, actor="x", act="claim.keep", now=NOW, **of_sheet)


def watched_rows(session: Session, case: Case, made_by: User, party_id: str) -> None:
    """Add what is seen and asked in one case: who edits it, a danger with its call sheet, a question to a party."""
    of: dict[str, Any] = {"station_id": case.station_id, "case_id": case.id}
    session.add(Editing(form="facts", user_id=made_by.id, since=NOW, until=NOW, **of))
    entry_id = case.id.replace("case", "entry")
    session.add(
        ClockEntry(id=entry_id, sort="event", code="notarised", on=TODAY, noted_at=NOW, noted_by=made_by.id, **of)
    )
    risk = Risk(
        id=case.id.replace("case", "risk"), kind="threat", place="门卫室", seen_at=NOW, words="扬言堵门", noted_at=NOW,
        noted_by=made_by.id, report_by=NOW, **of,
    )  # fmt: skip
    session.add(risk)
    session.flush()
    session.add(RiskCall(id=case.id.replace("case", "call"), risk_id=risk.id, position=1, who="110", **of))
    inquiry = Inquiry(
        id=case.id.replace("case", "inquiry"), party_id=party_id, code_sealed=b"", code_digest=case.id, asked_at=NOW,
        asked_by=made_by.id, until=NOW + timedelta(days=7), **of,
    )  # fmt: skip
    session.add(inquiry)


def complaints(session: Session, stations: dict[str, Station], users: dict[str, User]) -> None:
    """Add complaints in every relation to the people, and remarks on the own figures."""
    for number, about, noted_by, examiner in (
        ("A1", None, "supervisor", None), ("A2", "supervisor", "mediator", None), ("A3", "mediator", "mediator", None),
        ("A4", None, "supervisor", "mediator"), ("A5", None, "union", "police"), ("B1", None, "mediator", "mediator"),
    ):  # fmt: skip
        session.add(
            Complaint(
                id=f"complaint-{number}", station_id=stations[number[0]].id, number=number, subject="person", way="phone",
                about_id=about and users[about].id, noted_by=users[noted_by].id, received_on=TODAY, due_on=TODAY,
                examiner_id=examiner and users[examiner].id, words="态度不好", noted_at=NOW,
            )  # fmt: skip
        )
    for name, code in (("mediator", "A"), ("union", "A"), ("mediator_b", "B")):
        session.add(
            EvaluationRemark(
                station_id=stations[code].id, user_id=users[name].id, period="2026-11", remark="已说明", at=NOW
            )
        )


def personal_rows(session: Session, user: User, station: Station) -> None:
    """Add one row of every table of a person."""
    session.add(Notice(station_id=station.id, user_id=user.id, key="x", kind="escalation", message="x", made_at=NOW))
    session.add(NoticeChoice(user_id=user.id, kind="escalation"))
    session.add(DigestTime(user_id=user.id, at=time(8, 30)))
    proof = AddressProof(user_id=user.id, address="x@example.invalid", code_sealed=b"", asked_at=NOW)
    proof.code_sealed = seals.seal("123456", table="address_proof", column="code", row=proof.id)
    session.add(proof)
    draft = TotpDraft(user_id=user.id, secret_sealed=b"", made_at=NOW)
    draft.secret_sealed = seals.seal("x", table="totp_draft", column="secret", row=draft.id)
    session.add(draft)
    session.add(RecoveryCode(user_id=user.id, code_digest="x", made_at=NOW))
    session.add(HalfSignIn(user_id=user.id, token_digest=user.id, password_set_at=NOW, made_at=NOW))
    session.add(SavedView(user_id=user.id, page="escalations", name="x", saved_at=NOW))


def practice(session: Session, stations: dict[str, Station], users: dict[str, User]) -> None:
    """Add a run of everybody's own at A, and one of each station that its learner shares."""
    of: dict[str, Any] = {"scenario": "refusal", "role": "workers", "day": TODAY, "rulebook": "sha256:0"}
    of |= {"started_at": NOW, "changed_at": NOW}
    for user in users.values():
        session.add(PracticeRun(id=f"run-{user.name}", user_id=user.id, station_id=stations["A"].id, **of))
    for name, code in (("mediator", "A"), ("mediator_b", "B")):
        who, where = users[name].id, stations[code].id
        session.add(PracticeRun(user_id=who, station_id=where, shared=True, state="left", score=40, **of))


def house_rows(session: Session) -> None:
    """Add one row of every table of the house."""
    session.add(SweepRun(at=NOW, started_at=NOW))
    session.add(JobRun(job="sweep", slot="2026-11-16", begun_at=NOW))
    session.add(AnswerTry(at=NOW, source="10.0.0.1"))


def _rules(session: Session, made_by: User) -> RuleDraft:
    """Add a draft of rules and a version: they are the whole house's."""
    draft = RuleDraft(id="rule-draft", title="rules", kind="upload", base="sha256:0", made_by=made_by.id, made_at=NOW)
    session.add_all([draft, RuleVersion(title="rules", digest="sha256:0", number=1, kept_at=NOW)])
    session.flush()
    return draft
