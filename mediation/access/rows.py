"""Rows: for every table, the SQL condition of the rows a user may see."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from sqlmodel import SQLModel

import mediation.models.every  # noqa: F401 - the rules name tables of all subjects
from mediation.access.acts import AT_DESKS, CASE_WIDE, HIDDEN, ON_CASES, Reader
from mediation.models.history import HOUSE

OPEN_REFERRAL: Final = ("open", "accepted")
WAGE_TABLES: Final = frozenset({
    "settlement", "instalment", "document", "document_content", "claim_sheet", "offer", "evidence", "evidence_piece",
    "group_worker", "group_consent", "signature", "floor_check", "route_step", "payment_report", "follow_up",
})  # fmt: skip
GATED_DESK: Final = "law_firm"
"""The desk that sees nothing of a case but its names before its lawyer has found no conflict of interest."""
Condition = ColumnElement[bool]
RowRule = Callable[[Reader, Any], Condition]


def visible(user: Reader, model: type[SQLModel]) -> Condition:
    """Return the SQL condition of the rows of `model` that `user` may see; a model without a rule has none."""
    rule = ROWS.get(sa.inspect(model).local_table.name)
    return rule(user, model) if rule else sa.false()


def _stations(user: Reader, model: Any) -> Condition:
    return _one_of(model.station_id, user.station_ids)


def _referred(user: Reader, model: Any, case_id: Any, *roles: str) -> Condition:
    """Hold for a case on which the user's desk has an open referral (in one of `roles`, if given)."""
    referral = _seen("referral")
    wanted = [
        referral.c.case_id == case_id,
        referral.c.station_id == model.station_id,
        referral.c.desk == user.desk,
        referral.c.state.in_(OPEN_REFERRAL),
    ]
    if roles:
        wanted.append(referral.c.role.in_(roles))
    return _exists(referral, *wanted)


def _of_case(user: Reader, model: Any, case_id: Any) -> Condition:
    if user.role in CASE_WIDE:
        return _stations(user, model)
    if user.role not in AT_DESKS:
        return sa.false()
    hidden = HIDDEN.get(user.desk or "", frozenset())
    kept_for_lead = "wage_papers" in hidden and sa.inspect(model).local_table.name in WAGE_TABLES
    at_desk = sa.and_(_stations(user, model), _referred(user, model, case_id, *(("lead",) if kept_for_lead else ())))
    return sa.and_(at_desk, _cleared(user, case_id)) if user.desk == GATED_DESK else at_desk


def _cleared(user: Reader, case_id: Any) -> Condition:
    """Hold for a case whose names the user, as a lawyer of the firm the user is still with, found free of conflict."""
    check, lawyer = _seen("conflict_check"), _seen("lawyer")
    himself = _exists(
        lawyer,
        lawyer.c.id == check.c.lawyer_id,
        lawyer.c.firm_id == check.c.firm_id,
        lawyer.c.user_id == user.id,
        lawyer.c.active,
    )
    return _exists(check, check.c.case_id == case_id, check.c.answer == "clear", himself)


def _case(user: Reader, model: Any) -> Condition:
    return _of_case(user, model, model.id)


def _part_of_case(user: Reader, model: Any) -> Condition:
    return _of_case(user, model, model.case_id)


def _stations_of_cases(user: Reader, model: Any) -> Condition:
    return _stations(user, model) if user.role in CASE_WIDE else sa.false()


def _own_stations(user: Reader, model: Any) -> Condition:
    return _one_of(model.id, user.station_ids)


def _colleagues(user: Reader, model: Any) -> Condition:
    member = _seen("membership")
    shared = _exists(member, member.c.user_id == model.id, member.c.station_id.in_(user.station_ids))
    return sa.or_(_one_of(model.id, (user.id,)), shared)


def _own_rows(user: Reader, model: Any) -> Condition:
    return _one_of(model.user_id, (user.id,))


def _history(user: Reader, model: Any) -> Condition:
    if user.role == "auditor":
        return _one_of(model.station_id, (*user.station_ids, HOUSE))
    if user.role == "supervisor":
        return _stations(user, model)
    of_talks = sa.and_(model.subject_kind == "talks", _talks(user, model))
    blind = "wage_papers" in HIDDEN.get(user.desk or "", frozenset())
    leads = _referred(user, model, model.case_id, "lead") if blind else sa.true()
    amounts = sa.or_(model.subject_kind.not_in(("claim_sheet", "floor_check")), leads)
    return sa.or_(sa.and_(model.case_id.is_not(None), _of_case(user, model, model.case_id), amounts), of_talks)


def _staff(user: Reader, model: Any) -> Condition:
    """Hold for rows everybody who works on cases at the station may see: the roster."""
    return _stations(user, model) if user.role in ON_CASES else sa.false()


def _room(user: Reader, model: Any) -> Condition:
    """Hold for the rooms of the station: whoever works on cases uses them, an admin sets them up."""
    return _stations(user, model) if user.role in (*ON_CASES, "admin") else sa.false()


def _supervised(user: Reader, model: Any) -> Condition:
    return _stations(user, model) if user.role == "supervisor" else sa.false()


def _managed(user: Reader, model: Any) -> Condition:
    return _stations(user, model) if user.role in ("supervisor", "admin") else sa.false()


def _own_firm(user: Reader, model: Any) -> Condition:
    """Hold for what only the lawyers of the same firm may see."""
    lawyer = _seen("lawyer")
    return sa.and_(
        _stations(user, model),
        _exists(lawyer, lawyer.c.firm_id == model.firm_id, lawyer.c.user_id == user.id, lawyer.c.active),
    )


def _feed(user: Reader, model: Any) -> Condition:
    return sa.or_(_supervised(user, model), sa.and_(_staff(user, model), model.made_by == user.id))


def _visit(user: Reader, model: Any) -> Condition:
    """Hold for the docket: supervisors and mediators see all of it, the law firm's desk its station's."""
    return _stations(user, model) if _wide_or_at(user, "law_firm") else sa.false()


def _escalation(user: Reader, model: Any) -> Condition:
    return sa.or_(_of_case(user, model, model.case_id), sa.and_(model.case_id.is_(None), _talks(user, model)))


def _talks(user: Reader, model: Any) -> Condition:
    return _stations(user, model) if _wide_or_at(user, "union") else sa.false()


def _talks_note(user: Reader, model: Any) -> Condition:
    """Hold for one's own private notes, and for those of the workers' side also at the union's desk."""
    own = sa.and_(_talks(user, model), model.noted_by == user.id)
    if user.desk != "union":
        return own
    return sa.or_(own, sa.and_(_talks(user, model), model.side == "workers"))


def _sitting_note(user: Reader, model: Any) -> Condition:
    """Hold for shared notes of a case, and for private ones only to whoever wrote them."""
    return sa.and_(_part_of_case(user, model), sa.or_(sa.not_(model.private), model.noted_by == user.id))


def _document(user: Reader, model: Any) -> Condition:
    return sa.or_(_part_of_case(user, model), sa.and_(model.case_id.is_(None), _talks(user, model)))


def _wide_or_at(user: Reader, desk: str) -> bool:
    """Tell whether the user works on all cases of the station or at the desk."""
    return user.role in CASE_WIDE or (user.role in AT_DESKS and user.desk == desk)


def _complaint(user: Reader, model: Any) -> Condition:
    """Hold for supervisors, who wrote it down and who examines it, but never for the person it is about."""
    near = sa.or_(_supervised(user, model), model.examiner_id == user.id, model.noted_by == user.id)
    about_another = sa.or_(model.about_id.is_(None), model.about_id != user.id)
    return sa.and_(_stations_of_cases(user, model), about_another, near)


def _remark(user: Reader, model: Any) -> Condition:
    return sa.or_(_own_rows(user, model), _supervised(user, model))


def _practice(user: Reader, model: Any) -> Condition:
    """Hold for the own runs, and for supervisors those of their station that the learner shares."""
    return sa.or_(_own_rows(user, model), sa.and_(_supervised(user, model), model.shared))


def _rule_versions(user: Reader, model: Any) -> Condition:
    """Hold for the rules of the whole house, for those who answer for them."""
    return sa.true() if user.role in ("supervisor", "admin", "auditor") else sa.false()


def _rule_drafts(user: Reader, model: Any) -> Condition:
    return sa.true() if user.role in ("supervisor", "admin") else sa.false()


def _nobody(user: Reader, model: Any) -> Condition:
    return sa.false()


OPEN_TO: Final[Mapping[RowRule, tuple[str, ...]]] = {
    _own_stations: ("station",),
    _colleagues: ("user_account",),
    _stations: ("membership",),
    _own_rows: (
        "auth_session", "totp_draft", "recovery_code", "notice", "notice_choice", "digest_time", "address_proof",
        "saved_view", "form_taken",
    ),
    _nobody: (
        "login_attempt", "half_sign_in", "sweep_run", "job_run", "ballot_code", "ballot", "equality_answer",
        "answer_try",
    ),
    _history: ("history_line",),
    _case: ("case_file",),
    _stations_of_cases: (
        "case_counter", "duplicate_pair", "ledger_import", "ledger_row", "ledger_columns", "case_split",
    ),
    _part_of_case: (
        "party", "claim", "claim_sheet", "clock_entry", "referral", "deadline", "suggestion", "settlement",
        "instalment", "opinion", "expert_call", "evidence_request", "open_question", "search_text", "editing",
        "risk", "risk_call", "inquiry", "consent", "invitation", "service", "sitting", "sitting_slot", "attendance",
        "sitting_span", "shared_fact", "offer", "evidence", "evidence_piece", "group_worker", "group_consent",
        "chain_sign", "representative", "signature", "floor_check", "route_step", "payment_report", "follow_up",
        "satisfaction",
    ),
    _escalation: ("escalation",),
    _document: ("document", "document_content"),
    _staff: ("firm", "lawyer", "duty_pattern", "absence", "shift", "swap", "expert", "call_contact"),
    _room: ("room",),
    _feed: ("feed",),
    _visit: ("visit", "slot_hold"),
    _own_firm: ("conflict_check", "firm_client"),
    _managed: ("delivery", "mail_route", "webhook", "voice_gateway", "station_certificate"),
    _supervised: ("reassignment", "rule_move"),
    _talks: (
        "talks", "talks_firm", "talks_case", "talks_member", "talks_clock", "talks_step", "talks_alarm",
        "talks_session", "talks_ask", "talks_offer", "wage_table", "what_if_plan", "talks_vote", "talks_filing",
        "promise", "promise_sign",
    ),
    _talks_note: ("talks_note",),
    _complaint: ("complaint",),
    _remark: ("evaluation_remark",),
    _practice: ("practice_run",),
    _rule_versions: ("rule_version",),
    _rule_drafts: ("rule_draft",),
    _sitting_note: ("sitting_note",),
}  # fmt: skip
"""The tables by the rule that opens their rows."""

ROWS: Final[Mapping[str, RowRule]] = {name: rule for rule, names in OPEN_TO.items() for name in names}


def _one_of(column: Any, values: tuple[str, ...]) -> Condition:
    return cast(Condition, column.in_(values))


def _exists(table: FromClause, *conditions: Any) -> Condition:
    """Hold when `table` (an alias) has a row that meets `conditions` on the row looked at."""
    return sa.select(sa.literal(1)).where(*conditions).select_from(table).correlate_except(table).exists()


@cache
def _seen(name: str) -> FromClause:
    """Give the alias under which conditions look a table up; made once, since an alias copies every column."""
    return SQLModel.metadata.tables[name].alias(f"{name}_seen")
