"""Sessions, service and the end of mediation as records (D08, D11, D16)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.worktime import ZONE, station_day
from mediation.models.sitting import Attendance, Sitting
from mediation.office.papers import dates, sides, ways
from mediation.office.papers.beginning import refusal, requests
from mediation.office.papers.called import ENDINGS, KIND_NAMES, claim_name
from mediation.office.papers.sources import Sources, shown
from mediation.office.records.gaps import Paper
from mediation.office.sittings import notes as notes_of

CAME: Final = ("present", "late", "left_early")
PHONE: Final = "电话"
VIDEO: Final = "视频"
NO_SITTING: Final = N_("还没有举行过调解会")
NO_TIME: Final = N_("第 %(nth)s 次调解会没有登记时间")
NO_PLACE: Final = N_("第 %(nth)s 次调解会没有登记地点，工作站也没有填写地址")
NOTHING_SAID: Final = N_("第 %(nth)s 次调解会没有可以记入笔录的内容（公开记录、事实或者结果）")
NOBODY_CAME: Final = N_("第 %(nth)s 次调解会没有登记哪一方到场")
NO_SERVICE: Final = N_("还没有登记送达")
NO_ENDING: Final = N_("没有登记调解终止的原因")
ALL_AGREED: Final = N_("全部请求都已达成协议，不需要终止告知书")
REFUSED_WHY: Final = N_("拒绝签收的，没有登记拒收的事由")


def both_came(sources: Sources, sitting: Sitting) -> bool:
    """Tell whether a session brought both sides together or went to and fro between them."""
    came = {one.party_id for one in sources.attendances if one.sitting_id == sitting.id and one.state in CAME}
    there = {one.side for one in sources.parties if one.id in came}
    return sitting.form in ("joint", "video") or len(there) > 1


def mediation_record(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the record of a session; only what was noted to be shared stands in it."""
    sitting = sitting_of(sources, paper)
    if sitting is None:
        return sources.base()
    attending = attending_of(sources, sitting)
    if not attending:
        sources.lacks(NOBODY_CAME, "sittings", nth=sitting.nth)
    notes = notes_of.shared(sources.session, sitting.id)
    facts = [one for one in sources.facts if one.sitting_id in (sitting.id, None)]
    agreed = [one.words for one in facts if one.state == "agreed"]
    disputed = [one.words for one in facts if one.state == "disputed"]
    if not (notes or agreed or disputed or sitting.result):
        sources.lacks(NOTHING_SAID, "sittings", nth=sitting.nth)
    after = min((one for one in sources.sittings if _later(one, sitting)), key=lambda one: one.nth, default=None)
    when = when_of(sources, sitting)
    return {
        **sources.base(), **when, "session_number": sitting.nth, "form": sitting.form, "matter": sources.title[:200],
        "mediators": [sources.name(sitting.mediator_id)], "recorder": recorder_of(sources, sitting),
        "interpreter": sitting.interpreter, "guests": sitting.guests[:200],
        "recording": sitting.recording, "in_public": sitting.in_public,
        "entered_on": station_day(sitting.entered_at).isoformat() if sitting.entered_at else None,
        "attending": [_came(sources, one) for one in attending], "told": _told(sources, when.get("held_on")),
        "entries": [_speech(sources, one.words, one.speaker_id) for one in notes if one.words][:300],
        "agreed": agreed[:60], "disputed": disputed[:60], "limitation": dates.limitation(sources),
        "result": sitting.result, "agreement_number": _agreement_of(sources, when.get("held_on")),
        "next_on": station_day(after.starts_at).isoformat() if after and after.starts_at else None,
    }  # fmt: skip


def _later(one: Sitting, than: Sitting) -> bool:
    return one.nth > than.nth and one.state in ("planned", "open", "held") and one.starts_at is not None


def sitting_of(sources: Sources, paper: Paper) -> Sitting | None:
    """Return the session that a paper is about; notes that there is none."""
    sitting = next((one for one in sources.held if one.id == paper.about), None)
    if sitting is None:
        sources.lacks(NO_SITTING, "sittings")
    return sitting


def when_of(sources: Sources, sitting: Sitting) -> dict[str, Any]:
    """Return day, times and place of a session as held, else as planned."""
    begins, ends = sitting.opened_at or sitting.starts_at, sitting.closed_at or sitting.ends_at
    place = sources.rooms.get(sitting.room_id or "", "") or sources.station.address
    place = {"phone": PHONE, "video": VIDEO}.get(sitting.form, "") or place
    if begins is None:
        sources.lacks(NO_TIME, "sittings", nth=sitting.nth)
        return {}
    if not place:
        sources.lacks(NO_PLACE, "station", nth=sitting.nth)
    local = begins.astimezone(ZONE)
    return {
        "held_on": local.date().isoformat(), "began_at": f"{local:%H:%M}",
        "ended_at": f"{ends.astimezone(ZONE):%H:%M}" if ends else "", "place": place,
    }  # fmt: skip


def recorder_of(sources: Sources, sitting: Sitting) -> str:
    """Return who wrote a session down."""
    return sources.name(sitting.recorder_id) or sources.name(sitting.mediator_id)


def attending_of(sources: Sources, sitting: Sitting) -> list[Attendance]:
    """Return what was noted of the parties that came to a session, or didn't, in the order of the parties."""
    own = {one.party_id: one for one in sources.attendances if one.sitting_id == sitting.id}
    return [own[one.id] for one in sources.parties if one.id in own]


def _came(sources: Sources, one: Attendance) -> dict[str, Any]:
    party = sources.party(one.party_id)
    return {
        "role": party.side if party else "applicant", "name": party.name if party else "", "state": one.state,
        "people": one.people[:200], "why": one.why[:200],
    }  # fmt: skip


def _speech(sources: Sources, words: str, speaker_id: str | None) -> dict[str, str]:
    party = sources.party(speaker_id)
    return {"who": f"{sides.SIDES[party.side]}{party.name}" if party else "调解员", "text": words}


def _told(sources: Sources, held_on: str | None) -> list[str]:
    """Return which papers had been served by the session."""
    told = []
    for one in sources.services:
        party = sources.party(one.party_id)
        if held_on and party and one.on <= date.fromisoformat(held_on) and one.kind in KIND_NAMES:
            verb = "拒收" if one.refused else "送达"
            told.append(f"《{KIND_NAMES[one.kind]}》已于{shown(one.on)}向{party.name}{verb}")
    return told[:60]


def _agreement_of(sources: Sources, held_on: str | None) -> str:
    """Return the number of the agreement that was issued on the day of the session."""
    for one in sources.documents:
        if one.kind == "agreement" and one.signed_of is None and station_day(one.issued_at).isoformat() == held_on:
            return one.number
    return ""


def service_receipt(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return proof that one paper was handed to one party, or refused by it."""
    row = next((one for one in sources.services if one.id == paper.about), None)
    party = sources.party(row.party_id) if row else None
    if row is None or party is None:
        sources.lacks(NO_SERVICE, "consents")
        return sources.base()
    if row.refused and not row.note:
        sources.lacks(REFUSED_WHY, "consents")
    served = next((one for one in sources.documents if one.id == row.document_id), None)
    return {
        **sources.base(), "receiver": {"role": party.side, "name": party.name},
        "document": KIND_NAMES.get(row.kind, row.kind), "document_number": served.number if served else "",
        "place": row.place, "mode": row.mode, "served_on": row.on.isoformat(), "taken_by": row.receiver,
        "relation": row.relation, "refused": row.refused, "note": row.note[:200], "server": sources.name(row.noted_by),
    }  # fmt: skip


def termination_notice(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the notice that mediation has ended: reason, what stays open, routes and limitation dates."""
    case = sources.book.case
    reason, text = _why_ended(sources)
    settled = [claim_name(one.kind) for one in sources.book.claims if one.state == "settled"]
    left = [claim_name(one.kind) for one in sources.book.claims if one.state != "settled"]
    agreement = sources.in_force
    if settled and not left:
        sources.lacks(ALL_AGREED, "settlement")
    return {
        **sources.base(), "parties": sides.parties(sources), "reason": reason, "reason_text": text,
        "received_on": case.received_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else None,
        "ended_on": max(case.closed_on or sources.on, case.received_on).isoformat(), "requests": requests(sources),
        "agreed": settled if agreement else [], "agreed_amount": (agreement.total or None) if agreement else None,
        "agreement_number": (agreement.number or "") if agreement else "", "open": left, "routes": ways.of(sources),
        "limitation": dates.limitation(sources, strict=True), "basis": _ended_by(sources),
        "mediators": sources.mediators,
    }  # fmt: skip


def _why_ended(sources: Sources) -> tuple[str, str]:
    case = sources.book.case
    if case.ending and case.ending != "agreed":
        note = case.outcome_note.strip()
        said = refusal(sources) if case.ending == "unwilling" else "调解无法继续。"
        return ENDINGS[case.ending], f"{note.rstrip('。')}。" if note else said
    if case.outcome == "partly_settled":
        return "其余请求没有达成协议", "双方就部分请求达成协议，其余请求未能协商一致。"
    if case.mediation == "refused" or case.outcome == "refused":
        return ENDINGS["unwilling"], refusal(sources)
    if case.outcome == "withdrawn":
        return ENDINGS["withdrawn"], "申请人撤回调解申请。"
    sources.lacks(NO_ENDING, "case")
    return "", ""


def _ended_by(sources: Sources) -> list[dict[str, str]]:
    """Return the articles that an ending rests on."""
    if sources.station.organisation_kind == "people_mediation":
        return sources.articles("pml-26")
    return sources.articles(*(("mr17-29",) if sources.book.case.ending == "time_over" else ()), "mr17-30")
