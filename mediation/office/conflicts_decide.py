"""What a supervisor does about a check that its lawyer couldn't answer: decide it, or let another lawyer look."""

from datetime import datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.case import Case
from mediation.models.docket import GROUNDS, ConflictCheck
from mediation.models.expert import ExpertCall
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Firm, Lawyer
from mediation.office import conflicts, history, notices
from mediation.office.conflicts_names import DUTY_PAGE
from mediation.office.records.duty import NameRecord, UnsureRow

DECISIONS = ("clear", "conflict", "other")
REASON_LENGTH = 200


def unsure(session: Session, *, user: Reader) -> tuple[UnsureRow, ...]:
    """Return the checks that wait for a supervisor, oldest first: names only, nothing of the firm's own list."""
    if not access.may(user, "conflict.settle"):
        return ()
    with access.as_house(session, "show a supervisor who was unsure, without what the firm's list said"):
        rows = session.exec(
            select(ConflictCheck, Case, Lawyer, Firm)
            .join(Case, col(Case.id) == col(ConflictCheck.case_id))
            .join(Lawyer, col(Lawyer.id) == col(ConflictCheck.lawyer_id))
            .join(Firm, col(Firm.id) == col(ConflictCheck.firm_id))
            .join(Referral, col(Referral.case_id) == col(Case.id))
            .where(
                ConflictCheck.answer == "unsure",
                col(ConflictCheck.station_id).in_(user.station_ids),
                Case.state == "open",
                Referral.desk == access.GATED_DESK,
                col(Referral.state).in_(ALIVE),
            )
            .order_by(col(ConflictCheck.answered_at), col(ConflictCheck.id))
        ).all()
    return tuple(
        UnsureRow(
            check.id, case.number, case.id, tuple(NameRecord(**one) for one in check.names), lawyer.name, firm.name,
            check.answered_at,
        )  # fmt: skip
        for check, case, lawyer, firm in rows
    )


def settle(
    session: Session, check_id: str, *, decision: str, reason: str = "", ground: str = "firm", by: Reader, now: datetime
) -> str:
    """Decide a check its lawyer was unsure of: `clear`, `conflict`, or let an`other` lawyer look.

    Returns the next lawyer's name where the case went on, else "". Raises NotFound, Refused for no reason given,
    Conflict where the check isn't unsure any more.
    """
    check, case, lawyer, referral = _found(session, check_id, by)
    access.require(by, "conflict.settle", Facts(station_id=case.station_id))
    _check(decision, reason, ground)
    if check.answer != "unsure":
        raise Conflict(N_("这项核对已经有了结论，请刷新页面查看。"))
    if decision != "other":
        check.answer, check.ground = decision, ground if decision == "conflict" else None
        check.answered_at, check.answered_by = now, by.id
        session.add(check)
    fields = {"checked": decision, "reason": reason.strip(), "lawyer": lawyer.name}
    history.record(
        session, station_id=case.station_id, actor=by.id, act="conflict.settle", subject=("conflict_check", check.id),
        case_id=case.id, fields=fields, now=now,
    )  # fmt: skip
    if decision != "clear" and _only_called(session, check, now):
        return ""
    if decision != "clear":
        return conflicts.pass_on(session, referral, case, besides=lawyer, by=by, now=now)
    notices.tell(
        session, station_id=case.station_id, people=[lawyer.user_id or ""], kind="conflict",
        key=f"settled:{check.id}:{now.isoformat()}", message=N_("站长已决定：案件 %(number)s 您可以承接"),
        params={"number": case.number}, target=DUTY_PAGE, now=now,
    )  # fmt: skip
    return ""


def _only_called(session: Session, check: ConflictCheck, now: datetime) -> bool:
    """Tell whether the lawyer was only called in by video: the call is over then, the case stays where it is."""
    query = select(ExpertCall).where(
        ExpertCall.case_id == check.case_id, ExpertCall.lawyer_id == check.lawyer_id, ExpertCall.state == "asked"
    )
    calls = session.exec(query).all()
    for one in calls:
        one.state, one.answered_at = "declined", now
        session.add(one)
    return bool(calls)


def _found(session: Session, check_id: str, by: Reader) -> tuple[ConflictCheck, Case, Lawyer, Referral]:
    with access.as_house(session, "let a supervisor decide a check that only the firm sees"):
        query = (
            select(ConflictCheck, Case, Lawyer, Referral)
            .join(Case, col(Case.id) == col(ConflictCheck.case_id))
            .join(Lawyer, col(Lawyer.id) == col(ConflictCheck.lawyer_id))
            .join(Referral, col(Referral.case_id) == col(Case.id))
            .where(
                ConflictCheck.id == check_id,
                col(ConflictCheck.station_id).in_(by.station_ids),
                Referral.desk == access.GATED_DESK,
                col(Referral.state).in_(ALIVE),
            )
            .with_for_update()
        )
        found = session.exec(query).first() if check_id.isascii() else None
    if found is None:
        raise NotFound(N_("找不到该内容。"))
    return found[0], found[1], found[2], found[3]


def _check(decision: str, reason: str, ground: str) -> None:
    problems = []
    if decision not in DECISIONS:
        problems.append(Problem(N_("请选择处理方式"), "decision", decision, ", ".join(DECISIONS)))
    if decision == "conflict" and ground not in GROUNDS:
        problems.append(Problem(N_("请选择冲突的范围"), "ground", ground, ", ".join(GROUNDS)))
    if not reason.strip():
        problems.append(Problem(N_("请写明理由"), "reason"))
    if len(reason) > REASON_LENGTH:
        message = N_("过长：%(length)d 个字")
        problems.append(Problem(message, "reason", "", f"≤ {REASON_LENGTH}", {"length": len(reason)}))
    if problems:
        raise Refused(problems)
