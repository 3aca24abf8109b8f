"""Voting by phone: one-time codes on paper slips, an urn that can't be tied to them, one vote each, all counted.

Secret: only a keyed digest of a code is stored, and of its use only that it happened. The slots of the urn are there
before the vote opens; a ballot takes a random free one, carries no time, and the urn is written anew in random order
when the vote ends. While the vote is open nobody sees more than the turnout. (上海市职工代表大会条例 31)
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config
from mediation.access import Reader, as_house
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.base import fresh, table_of
from mediation.models.talks import Talks
from mediation.models.talks_end import CHOICES, Ballot, BallotCode, TalksVote
from mediation.models.willingness import AnswerTry
from mediation.office import history, talks_votes
from mediation.office.talks_typed import number
from mediation.office.willingness import CODE_LENGTH, LETTERS, MINUTE, TooMany, note_wrong_code

WRONG_A_MINUTE: Final = 30
"""Wrong codes a minute from one place; right ones always pass, since a whole firm may share one address."""
MOST_HOURS: Final = 240
NO_SUCH: Final = N_("表决码无效。请核对纸条上的表决码，或者联系工会工作人员。")
__all__ = [
    "Standing", "by_code", "cast", "end", "is_open", "make_codes", "note_wrong_code", "open_vote", "shown", "standing",
]  # fmt: skip
USED: Final = N_("这个表决码已经投过票。每个表决码只能投一次。")
CLOSED: Final = N_("表决已经结束，不能再投票。")
NOT_YET: Final = N_("表决还没有开始，请稍后再试。")


@dataclass(frozen=True)
class Standing:
    """What may be said of a vote by phone before it is counted: codes given out, and how many were used."""

    codes: int
    used: int


def make_codes(session: Session, vote_id: str, *, by: Reader, now: datetime) -> list[str]:
    """Return fresh codes, one a delegate, to be printed at once and never shown again; unused older ones end.

    After somebody has voted, as many as are unused are made. Raises Conflict for a vote that isn't by phone.
    """
    vote, row = talks_votes.held(session, vote_id, by=by)
    if vote.way != "phone":
        raise Conflict(N_("这次表决不是手机表决，没有表决码。"))
    with as_house(session, "make the codes and the urn of a secret ballot, which no user sees"):
        used = _count(session, BallotCode, BallotCode.vote_id == vote.id, col(BallotCode.used))
        session.execute(sa.delete(BallotCode).where(col(BallotCode.vote_id) == vote.id, ~col(BallotCode.used)))
        codes = [_new_code() for _ in range(vote.delegates - used)]
        _insert(session, BallotCode, [{"digest": _digest(code)} for code in codes], vote)
        slots = vote.delegates - _count(session, Ballot, Ballot.vote_id == vote.id)
        _insert(session, Ballot, [{} for _ in range(slots)], vote)
    history.record(
        session, station_id=row.station_id, actor=by.id, act="talks.vote_codes", subject=("talks", row.id),
        fields={"vote": vote.number, "codes": len(codes)}, now=now,
    )  # fmt: skip
    return codes


def open_vote(session: Session, vote_id: str, *, hours: int, by: Reader, now: datetime) -> TalksVote:
    """Open the urn for so many hours. Raises Conflict without codes, Refused for too long a time."""
    vote, row = talks_votes.held(session, vote_id, by=by)
    if vote.way != "phone" or vote.state != "planned":
        raise Conflict(N_("这次表决不能开始：不是手机表决，或者已经开始。"))
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(Problem(N_("请填写开放的小时数"), "hours", str(hours), f"1 – {MOST_HOURS}"))
    if standing(session, vote).codes < vote.delegates:
        raise Conflict(N_("表决码还没有生成，请先生成并打印表决码。"))
    vote.state, vote.opened_at, vote.closes_at = "open", now, now + timedelta(hours=hours)
    session.add(vote)
    history.record(
        session, station_id=row.station_id, actor=by.id, act="talks.vote_open", subject=("talks", row.id),
        fields={"vote": vote.number, "hours": hours}, now=now,
    )  # fmt: skip
    return vote


def standing(session: Session, vote: TalksVote) -> Standing:
    """Return how many codes there are and how many were used; never how anybody voted."""
    with as_house(session, "count the turnout of a secret ballot"):
        codes = _count(session, BallotCode, BallotCode.vote_id == vote.id)
        used = _count(session, BallotCode, BallotCode.vote_id == vote.id, col(BallotCode.used))
    return Standing(codes, used)


def by_code(session: Session, code: str, *, source: str, now: datetime) -> tuple[TalksVote, Talks, bool]:
    """Return the vote a code belongs to, its talks, and whether the code was used. For the public page.

    Raises NotFound for another code, TooMany when a place keeps guessing.
    """
    plain = "".join(code.split()).replace("-", "").upper()
    sound = len(plain) == CODE_LENGTH and set(plain) <= set(LETTERS)
    query = select(BallotCode).where(BallotCode.digest == _digest(plain))
    found = session.exec(query).first() if sound else None
    if found is None:
        tries = sa.select(sa.func.count()).select_from(AnswerTry)
        recent = tries.where(col(AnswerTry.source) == source[:64], col(AnswerTry.at) > now - MINUTE)
        if session.execute(recent).scalar_one() >= WRONG_A_MINUTE:
            raise TooMany(N_("尝试次数过多，请稍后再试。"))
        raise NotFound(NO_SUCH)
    vote = session.get_one(TalksVote, found.vote_id)
    return vote, session.get_one(Talks, vote.talks_id), found.used


def is_open(vote: TalksVote, now: datetime) -> bool:
    """Tell whether a vote takes ballots."""
    return vote.state == "open" and vote.closes_at is not None and now < vote.closes_at


def cast(session: Session, code: str, choice: str, *, source: str, now: datetime) -> TalksVote:
    """Put one ballot into the urn: the code is used up, a random free slot takes the choice, in one transaction.

    Raises Refused for no choice, Conflict for a used code or a vote that isn't open, NotFound for another code.
    """
    vote, _, used = by_code(session, code, source=source, now=now)
    session.refresh(vote, with_for_update={"read": True})  # the count waits for ballots that are being cast
    if choice not in CHOICES:
        raise Refused(Problem(N_("请选择一项"), "choice", choice[:20], ", ".join(CHOICES)))
    if not is_open(vote, now):
        raise Conflict(CLOSED if vote.state != "planned" else NOT_YET)
    digest = _digest("".join(code.split()).replace("-", "").upper())
    taking = sa.update(BallotCode).where(col(BallotCode.digest) == digest, ~col(BallotCode.used)).values(used=True)
    taken = session.execute(taking, execution_options={"synchronize_session": False})
    if used or not taken.rowcount:  # type: ignore[attr-defined]
        raise Conflict(USED)
    slots = table_of(Ballot)
    free = sa.select(slots.c.id).where(slots.c.vote_id == vote.id, slots.c.choice == "").order_by(sa.func.random())
    slot = session.execute(free.limit(1).with_for_update(skip_locked=True)).scalar_one_or_none()
    if slot is None:
        raise RuntimeError(f"vote {vote.id}: no free slot in the urn for a code that wasn't used")
    session.execute(sa.update(slots).where(slots.c.id == slot).values(choice=choice))
    return vote


def end(session: Session, vote_id: str, *, present: str, by: Reader, now: datetime) -> TalksVote:
    """End a vote by phone and count it; `present` heads took part (empty: as many as voted).

    The urn is written anew in random order. Raises Refused for numbers that can't be.
    """
    vote, row = talks_votes.held(session, vote_id, by=by)
    if vote.way != "phone" or vote.state != "open":
        raise Conflict(N_("这次表决没有在进行，不能结束。"))
    with as_house(session, "count the urn of a secret ballot"):
        found = _counted(session, vote)
        voted = sum(found.values())
        used = _count(session, BallotCode, BallotCode.vote_id == vote.id, col(BallotCode.used))
        _shuffle(session, vote)
    if voted != used:
        raise RuntimeError(f"vote {vote.id}: {used} codes used, {voted} ballots in the urn")
    heads = {name: found.get(name, 0) for name in CHOICES} | {"invalid": 0}
    heads["present"] = _present(present, voted)
    talks_votes.settle_count(session, row, vote, heads, secret=True, by=by, now=now)
    return vote


def _present(typed: str, voted: int) -> int:
    """Return how many took part: those who voted, or as many more as were typed."""
    problems: list[Problem] = []
    heads = number({"present": typed}, "present", problems) if typed.strip() else voted
    if not problems and heads < voted:
        told = N_("实到人数少于已投票的人数 %(voted)d")
        problems.append(Problem(told, "present", typed[:20], params={"voted": voted}))
    if problems:
        raise Refused(problems)
    return heads


def shown(code: str) -> str:
    """Return a code in groups of four, as slips print it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _counted(session: Session, vote: TalksVote) -> dict[str, int]:
    query = sa.select(col(Ballot.choice), sa.func.count()).where(col(Ballot.vote_id) == vote.id)
    rows = session.execute(query.where(col(Ballot.choice) != "").group_by(col(Ballot.choice)))
    return {row[0]: int(row[1]) for row in rows}


def _shuffle(session: Session, vote: TalksVote) -> None:
    """Write the urn anew, so that not even the order of its rows on disk tells who voted when."""
    choices = list(session.execute(sa.select(col(Ballot.choice)).where(col(Ballot.vote_id) == vote.id)).scalars())
    secrets.SystemRandom().shuffle(choices)
    session.execute(sa.delete(Ballot).where(col(Ballot.vote_id) == vote.id))
    _insert(session, Ballot, [{"choice": one} for one in choices], vote)


def _insert(session: Session, model: Any, rows: list[dict[str, Any]], vote: TalksVote) -> None:
    of = {"station_id": vote.station_id, "vote_id": vote.id}
    ready = sorted((fresh(model, **of, **one) for one in rows), key=lambda one: str(one["id"]))
    if ready:
        session.execute(sa.insert(table_of(model)), ready)


def _count(session: Session, model: Any, *conditions: Any) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(model).where(*conditions)).scalar_one())


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def _digest(code: str) -> str:
    return hmac.new(config.key("digest"), f"ballot:{code}".encode(), hashlib.sha256).hexdigest()
