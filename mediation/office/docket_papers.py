"""The docket of a duty and the brief of a case on paper: working sheets, printed when asked for, noted, not kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.roster import Shift
from mediation.models.station import Station
from mediation.office import docket, docket_brief, docket_pages, docket_requests, history
from mediation.office.records import ClaimRecord, DeadlineRecord, Said
from mediation.office.records.duty import DocketPage, DocketRow
from mediation.press import Printed

BANDS = {"critical": "时效七日内或已过", "near": "时效或调解期临近", "plain": "一般"}
STATES = {"held": "暂留", "seen": "已见", "no_show": "未到", "handed_on": "顺延", "conflict": "回避", "dropped": "已撤"}
SIDES = {"applicant": "申请人", "respondent": "被申请人"}
MOST_LINES = 100
Wording = Callable[[Said], str]
"""Puts a sentence of the catalogue into Chinese: the faces know how, and documents are Chinese."""


def docket_record(session: Session, shift_id: str, *, by: Reader, now: datetime) -> dict[str, Any]:
    """Return the record of a shift's docket: numbers and names, nothing else of a case, whoever asks."""
    page = docket_pages.page(session, shift_id, user=by, now=now)
    station = session.get_one(Station, session.get_one(Shift, shift_id).station_id)
    questions = docket_requests.open_questions(Scope(session, by), station.id)
    shift = page.shift
    return {
        "organisation": station.organisation_name, "station": station.name, "on": shift.on.isoformat(),
        "begins": _hour(shift.starts_at), "ends": _hour(shift.ends_at), "firm": shift.firm, "lawyer": shift.lawyer[:40],
        "handover": shift.handover, "lines": [_line(row) for row in page.rows], "later": _later(page),
        "questions": [f"{one.number}　{one.parties}"[:200] for one in questions][:MOST_LINES],
        **_printed(session, by, now),
    }  # fmt: skip


def brief_record(session: Session, case_id: str, *, by: Reader, now: datetime, word: Wording) -> dict[str, Any]:
    """Return the record of a case's brief; raises NotFound for a case the user may not see."""
    brief = docket_brief.brief(session, case_id, user=by, now=now)
    page, header = brief.page, brief.page.header
    case = session.get_one(Case, case_id)
    station = session.get_one(Station, case.station_id)
    running = [one for one in page.deadlines if one.state not in ("met", "closed")]
    return {
        "organisation": station.organisation_name, "number": header.number,
        "parties": f"{header.applicants} 诉 {header.respondents}"[:200],
        "summary": brief.summary, "facts": _facts(case),
        "clocks": [_clock(one, word) for one in running[: docket_brief.DATES]],
        "claims": [_claim(one) for one in page.claims][:30],
        "total": brief.total or None, "floor": word(brief.floor), "offers": [word(one) for one in brief.offers][:10],
        "questions": [word(one) for one in brief.questions],
        "evidence": [f"{SIDES[one.side]}：{one.what}" for one in brief.part.requests if one.state == "open"][:20],
        **_printed(session, by, now),
    }  # fmt: skip


def note_docket(session: Session, shift_id: str, printed: Printed, *, by: Reader, now: datetime) -> None:
    """Write down that a docket was printed, and which file it was."""
    shift = Scope(session, by).get(Shift, shift_id)
    access.require(by, "docket.read", access.Facts(station_id=shift.station_id))
    docket.record(session, shift, "docket.print", by.id, now, {"sha256": printed.sha256})


def note_brief(session: Session, case_id: str, printed: Printed, *, by: Reader, now: datetime) -> None:
    """Write down that a brief was printed, and which file it was."""
    case = Scope(session, by).get(Case, case_id)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="brief.print", subject=("case", case.id),
        fields={"sha256": printed.sha256}, now=now,
    )  # fmt: skip


def _line(row: DocketRow) -> dict[str, Any]:
    return {
        "begins": _hour(row.starts_at), "ends": _hour(row.ends_at), "number": row.number or _stranger(row),
        "parties": row.parties[:200], "urgency": BANDS.get(row.band, ""), "state": STATES.get(row.state, ""),
        "kept": row.kept,
    }  # fmt: skip


def _stranger(row: DocketRow) -> str:
    return "来访" if row.state not in ("free", "held") else ""


def _later(page: DocketPage) -> list[dict[str, Any]]:
    hours = {"starts_at": page.shift.starts_at, "ends_at": page.shift.ends_at}
    rows = [DocketRow(**{**vars(one), **hours}) for one in (*page.handed_on, *page.others)]
    return [_line(one) for one in rows][:200]


def _facts(case: Case) -> list[dict[str, str]]:
    days = (("入职", case.hired_on), ("离职", case.ended_on))
    told = (("书面合同", case.written_contract), ("解除前通知工会", case.union_told))
    facts = [{"name": name, "value": day.isoformat()} for name, day in days if day]
    facts += [{"name": name, "value": "有" if value else "无"} for name, value in told if value is not None]
    return [*facts, {"name": "人数", "value": str(case.workers)}] if case.workers > 1 else facts


def _claim(one: ClaimRecord) -> dict[str, Any]:
    worked = one.worked.amount if one.worked else None
    return {"name": CLAIM_WORDS[one.kind], "amount": one.amount or None, "worked": worked}


def _clock(one: DeadlineRecord, word: Wording) -> dict[str, Any]:
    left = f"还有 {one.days_left} 天" if one.days_left >= 0 else f"逾期 {-one.days_left} 天"
    began = f"{one.receipt.trigger.zh} {one.receipt.trigger_on or ''}".strip()
    claim = f"（{CLAIM_WORDS[one.claim_kind]}）" if one.claim_kind else ""
    return {
        "name": f"{one.name.zh}{claim}"[:80], "safe_on": one.safe_on.isoformat(),
        "last_on": one.last_on.isoformat() if one.last_on else None, "left": left, "began": began[:200],
        "count": word(one.receipt.count)[:200], "law": [law.title.zh[:200] for law in one.reason.laws][:8],
    }  # fmt: skip


def _hour(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%H:%M}" if at else "00:00"


def _printed(session: Session, by: Reader, now: datetime) -> Mapping[str, str]:
    names = docket.names_of_people(session, [by.id])
    return {"printed_by": names.get(by.id, by.id)[:40], "printed_at": f"{station_day(now)} {_hour(now)}"}
