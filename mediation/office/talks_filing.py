"""The adopted contract and the authority: signed, filed, objected to or approved, published; and slips taken back.

Whether it is in force, and whether an objection stands, follows from these days (talks_standing).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import N_
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.place import first_required
from mediation.models.talks_end import TalksFiling, TalksVote
from mediation.office import talks_base, talks_standing, talks_state, talks_votes
from mediation.office.talks_deed import Deed, Ground, carry_out
from mediation.office.talks_state import Gathered

MOST_AUTHORITY: Final = 120
MOST_NUMBER: Final = 80
MOST_OBJECTION: Final = 2000
NOT_ADOPTED: Final = N_("草案还没有表决通过，不能登记")
BEFORE_VOTE: Final = N_("早于表决通过之日 %(day)s")
FOR_LAWYER: Final = N_("赞成票恰为规定的比例，请先由律师确认表决结果")
NEW_VOTE: Final = N_("人社部门于 %(day)s 提出异议，须就异议的条款重新协商、再次表决通过后报送")
IN_FORCE: Final = N_("合同已于 %(day)s 生效，不能再次报送")
NO_FILING: Final = N_("还没有登记报送")
OBJECTED: Final = N_("这次报送已登记异议（%(day)s），不能再登记审查意见书；登记有误的，请先撤回")
APPROVED: Final = N_("这次报送已登记审查意见书（%(day)s），不能再登记异议；登记有误的，请先撤回")
VOTED_SINCE: Final = N_("此后已再次提交表决，不能撤回")


def record(
    session: Session, talks_id: str, deed: str, given: Mapping[str, str], *, by: Reader, now: datetime,
    version: int | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Record a deed of DEEDS; return what is doubtful now. Raises Refused with every fault, Stale for an old form."""
    return carry_out(session, talks_id, f"talks.{deed}", DEEDS[deed], given, by=by, now=now, version=version)


def _authority(ground: Ground) -> dict[str, Any]:
    """Note with which authority the contract is filed."""
    ground.row.authority = ground.words("authority", most=MOST_AUTHORITY, required=True)
    return {"authority": ground.row.authority}


def _sign(ground: Ground) -> dict[str, Any]:
    """Note the day on which both chiefs signed the text that was adopted (N13); empty takes it back."""
    row, found = ground.row, talks_state.gather(ground.session, ground.row)
    before, row.signed_on = row.signed_on, ground.past("signed_on", required=False)
    vote = talks_standing.adopted(found, today=ground.today)
    rule = first_required(talks_state.chain_of(row), "signature", row.signed_on or ground.today)
    if row.signed_on is not None and (rule is None or rule.row.rule != "after_vote"):
        _after_adoption(ground, vote, row.signed_on, "signed_on")
    return {"signed_on": f"{before or '—'} → {row.signed_on or '—'}"}


def _after_adoption(ground: Ground, vote: TalksVote | None, on: date, name: str) -> None:
    if vote is None:
        ground.wrong(NOT_ADOPTED, name)
    elif on < vote.on:
        ground.wrong(BEFORE_VOTE, name, day=vote.on)


def _file(ground: Ground) -> dict[str, Any]:
    """Note that the authority received the contract (N14); the period for its objection starts (N15)."""
    row, found = ground.row, talks_state.gather(ground.session, ground.row)
    on = ground.past("filed_on")
    authority = ground.words("authority", most=MOST_AUTHORITY, required=True)
    receipt = ground.words("receipt_number", most=MOST_NUMBER)
    _may_be_filed(ground, found, on)
    if ground.problems or on is None:
        return {}
    row.authority = authority
    vote = found.vote
    term = vote.draft.get("term", {}) if vote else {}
    if term:
        row.term_from, row.term_until = (date.fromisoformat(term[name]) for name in ("from", "until"))
    number = len(found.filings) + 1
    ground.session.add(
        TalksFiling(station_id=row.station_id, talks_id=row.id, number=number, authority=authority, received_on=on,
                    receipt_number=receipt, noted_at=ground.now, noted_by=ground.by.id)
    )  # fmt: skip
    return {"filing": number, "authority": authority, "filed_on": on, "receipt_number": receipt}


def _may_be_filed(ground: Ground, found: Gathered, on: date | None) -> None:
    """Note what stands against filing besides what the law says of the days (domain.talks.order)."""
    effect = talks_standing.in_force(found, today=ground.today)
    standing = talks_standing.objection(found, today=ground.today)
    vote = found.vote
    if effect is not None:
        ground.wrong(IN_FORCE, "filed_on", day=effect.on)
    elif standing is not None and (vote is None or not _as_adopted(ground, found, vote)):
        ground.wrong(NEW_VOTE, "filed_on", day=standing.objected_on)
    elif vote is not None and vote.adopted:
        if vote.for_lawyer and vote.lawyer_cleared_on is None:
            ground.wrong(FOR_LAWYER, "filed_on")
        if on is not None and on < vote.on:
            ground.wrong(BEFORE_VOTE, "filed_on", day=vote.on)


def _as_adopted(ground: Ground, found: Gathered, vote: TalksVote) -> bool:
    """Tell whether the text objected to may be filed again as it is: no clause is named, and none was changed."""
    if talks_standing.objected_clauses(found, today=ground.today):
        return False
    return bool(vote.adopted) and dict(talks_votes.draft_of(ground.session, ground.row).clauses) == vote.draft


def _objection(ground: Ground) -> dict[str, Any]:
    """Note the authority's objection: the clauses it names may be talked about again."""
    filing, found = _last(ground, "objected_on")
    on, text = ground.past("objected_on"), ground.words("objection", most=MOST_OBJECTION, required=True)
    if filing is None:
        return {}
    if filing.opinion_on is not None:
        ground.wrong(APPROVED, "objected_on", day=filing.opinion_on)
    ticked = talks_base.ticked(ground.given, "clauses")
    known = {key for one in found.votes if one.adopted for key in one.draft}
    keys = [key for key in talks_state.library() if key in ticked and key in known]
    filing.objected_on, filing.objection, filing.objected_clauses = on, text, ",".join(keys)
    signed, ground.row.signed_on = ground.row.signed_on, None
    ground.session.add(filing)
    told = {"filing": filing.number, "objected_on": on, "objection": text, "clauses": "、".join(keys)}
    return {**told, **({"signed_before": signed} if signed else {})}


def _opinion(ground: Ground) -> dict[str, Any]:
    """Note the authority's written opinion that lets the contract come into force."""
    filing, _ = _last(ground, "opinion_on")
    on, number = ground.past("opinion_on"), ground.words("opinion_number", most=MOST_NUMBER)
    if filing is None:
        return {}
    if filing.objected_on is not None:
        ground.wrong(OBJECTED, "opinion_on", day=filing.objected_on)
    filing.opinion_on, filing.opinion_number = on, number
    ground.session.add(filing)
    return {"filing": filing.number, "opinion_on": on, "opinion_number": number}


def _retract(ground: Ground) -> dict[str, Any]:
    """Take back what was noted last of the last filing by mistake: opinion, objection, or the filing itself."""
    filing, found = _last(ground, "retract_why")
    reason = ground.words("retract_why", most=400, required=True)
    if filing is None:
        return {}
    told: dict[str, Any] = {"filing": filing.number, "reason": reason}
    if filing.opinion_on is not None:
        told["opinion_on"], filing.opinion_on, filing.opinion_number = filing.opinion_on, None, ""
    elif filing.objected_on is not None:
        if any(one.on >= filing.objected_on and one.state != "cancelled" for one in found.votes):
            ground.wrong(VOTED_SINCE, "retract_why")
        told |= {"objected_on": filing.objected_on, "objection": filing.objection}
        filing.objected_on, filing.objection, filing.objected_clauses = None, "", ""
    else:
        told |= {"filed_on": filing.received_on, "receipt_number": filing.receipt_number}
        ground.session.delete(filing)
        return told
    ground.session.add(filing)
    return told


def _publish(ground: Ground) -> dict[str, Any]:
    """Note the day on which the contract was made known to all staff (N16); empty takes it back."""
    before, ground.row.published_on = ground.row.published_on, ground.past("published_on", required=False)
    return {"published_on": f"{before or '—'} → {ground.row.published_on or '—'}"}


def _last(ground: Ground, name: str) -> tuple[TalksFiling | None, Gathered]:
    found = talks_state.gather(ground.session, ground.row)
    if found.filing is None:
        ground.wrong(NO_FILING, name)
    return found.filing, found


DEEDS: Final[Mapping[str, Deed]] = {
    "authority": Deed(_authority, ("authority",)),
    "sign": Deed(_sign, ("signed_on",)),
    "file": Deed(_file, ("filed_on", "authority", "receipt_number")),
    "objection": Deed(_objection, ("objected_on", "objection")),
    "opinion": Deed(_opinion, ("opinion_on", "opinion_number")),
    "retract": Deed(_retract, ("retract_why",)),
    "publish": Deed(_publish, ("published_on",)),
}
"""Everything that may be recorded between adoption and publication, by the last part of its address."""
