"""What somebody says of a payment, with proof or without; that it came is noted by office/performance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.afterwards import PAYMENT_WORDS, PaymentReport
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.office import evidence, history, performance
from mediation.office.casebook import facts_of

MOST_WORDS = 300


@dataclass(frozen=True)
class Report:
    """One report. `amount`: of this instalment so far, in fen; `party_id` None: the station looked itself.

    `confirmed`: whoever notes it saw that the whole sum came.
    """

    says: str
    on: date | None = None
    amount: int | None = None
    party_id: str | None = None
    words: str = ""
    evidence_id: str = ""
    confirmed: bool = False


def note(
    session: Session, case_id: str, instalment_id: str, report: Report, *, by: Reader, now: datetime
) -> PaymentReport:
    """Note what was said of an instalment; confirmed as paid it is noted as paid as well.

    Raises Refused with everything that doesn't hold, Conflict where it is paid or the agreement isn't in force.
    """
    scope = Scope(session, by)
    case = scope.get(Case, case_id)
    access.require(by, "performance.note", facts_of(session, case))
    row = scope.get(Instalment, instalment_id)
    if row.case_id != case.id:
        raise NotFound(N_("找不到该内容。"))
    effective = session.get_one(Settlement, row.settlement_id).effective_on
    if effective is None:
        raise Conflict(N_("协议尚未登记生效，不能登记付款。"))
    if row.state != "due":
        raise Conflict(N_("这一期已经登记付款，请刷新页面查看。"))
    _check(session, row, report, effective, station_day(now))
    proof = evidence.attached(session, case.id, report.evidence_id, by)
    told = PaymentReport(
        station_id=case.station_id, case_id=case.id, instalment_id=row.id, party_id=report.party_id, says=report.says,
        amount=report.amount if report.says == "partly" else None, on=report.on, words=report.words.strip(),
        evidence_id=proof, said_at=now, noted_by=by.id,
    )  # fmt: skip
    session.add(told)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="payment.report", subject=("instalment", row.id),
        case_id=case.id, fields={"instalment": row.position + 1, "payment_says": report.says}, now=now,
    )  # fmt: skip
    if report.confirmed and report.says == "paid":
        performance.note_paid(session, row.id, on=report.on or station_day(now), by=by, now=now)
    return told


def _check(session: Session, row: Instalment, report: Report, first: date, today: date) -> None:
    wrong = []
    if report.says not in PAYMENT_WORDS:
        wrong.append(Problem(N_("请选择一项"), "says"))
    if report.says == "partly" and not 0 < (report.amount or 0) < row.amount:
        wrong.append(Problem(N_("请填写这一期至今共付的金额，应大于零、少于这一期的金额"), "amount"))
    if report.says != "unpaid" and (report.on is None or not first <= report.on <= today):
        message = N_("日期应在协议生效当日至今日之间")
        wrong.append(Problem(message, "on", str(report.on or ""), f"{first} – {today}"))
    if len(report.words) > MOST_WORDS:
        wrong.append(Problem(N_("最多 %(most)s 个字"), "words", params={"most": MOST_WORDS}))
    of_case = select(Party.id).where(col(Party.id) == report.party_id, Party.case_id == row.case_id)
    if report.party_id is not None and session.exec(of_case).first() is None:
        wrong.append(Problem(N_("请选择一项"), "party_id"))
    if wrong:
        raise Refused(wrong)
