"""The sweep over wage talks: what time alone changes in them, and periods that were missed.

A contract takes effect by silence, a term ends, a representative leaves, rules or holiday lists change: the periods are
reckoned anew, each change of stage is noted and told. A missed period is told once to the union's desk and the
supervisors; requests without an answer are escalated by rule instead (office/sweep_agreements.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain.refusals import N_
from mediation.models.notice import Notice
from mediation.models.rulebook import RuleDraft
from mediation.models.talks import Talks, TalksClock
from mediation.office import escalations, history, notices, talks_clocks
from mediation.office.history import SWEEP
from mediation.office.records import Words
from mediation.office.sweep_ground import Ground
from mediation.office.sweep_report import SweepReport, in_halves

BATCH: Final = 50
BACK: Final = timedelta(days=30)
"""How far back a missed period is still told of; older ones stand on the board."""
ESCALATED: Final = "talks.reply"
TURNED: Final = {
    "in_force": N_("%(who)s：审查期满没有异议，合同自 %(day)s 起生效，请按期公布"),
    "ended": N_("%(who)s：合同期限至 %(day)s，已期满终止"),
}
MISSED: Final = N_("%(who)s：“%(title)s”已逾期，最后一日为 %(day)s")


def turn(ground: Ground, report: SweepReport) -> None:
    """Reckon the talks anew that time or new rules have moved, and tell of periods missed since the last sweep."""
    with db.reading() as session:
        ids = list(session.execute(_due(ground).order_by(col(Talks.id))).scalars())
    for first in range(0, len(ids), BATCH):
        in_halves("talks", ids[first : first + BATCH], partial(_turn_batch, ground, report), report)
    with db.reading() as session:
        missed = _missed(session, ground)
    for first in range(0, len(missed), BATCH):
        in_halves("talks_clock", missed[first : first + BATCH], partial(_tell_batch, ground, report), report)


def _due(ground: Ground) -> Any:
    """Return the query for talks whose day has come or whose periods rest on other rules than those in use."""
    carried = sa.select(sa.literal(1)).where(col(RuleDraft.carried).in_(("asked", "running")))
    behind = sa.select(sa.literal(1)).where(
        col(TalksClock.talks_id) == col(Talks.id), col(TalksClock.rulebook) != ground.book.digest, ~carried.exists()
    )  # a publication that is carried out reckons them itself, with a line for each period that moves
    return sa.select(col(Talks.id)).where(
        col(Talks.station_id).in_(ground.stations), col(Talks.stage) != "ended",
        sa.or_(col(Talks.turns_on) <= ground.today, behind.exists()),
    )  # fmt: skip


def _turn_batch(ground: Ground, report: SweepReport, ids: Sequence[str]) -> None:
    report.talks += db.retrying(partial(_turned, ground, ids))


def _turned(ground: Ground, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Reckon anew those that nobody has reckoned meanwhile; rows are locked before the chain, as acts of people do."""
    with db.transaction() as session:
        query = select(Talks).where(col(Talks.id).in_(ids), col(Talks.id).in_(_due(ground)))
        rows = session.exec(query.order_by(col(Talks.id)).with_for_update()).all()
        found = []
        for row in sorted(rows, key=lambda one: (one.station_id, one.id)):
            before = row.stage
            talks_clocks.refresh(session, row, now=ground.now)
            if row.stage != before:
                found.append({"id": row.id, "from": before, "to": row.stage})
                _note(session, row, before, ground)
        return found


def _note(session: Session, row: Talks, before: str, ground: Ground) -> None:
    history.record(
        session, station_id=row.station_id, actor=SWEEP, act="talks.turned", subject=("talks", row.id),
        fields={"number": row.number, "from": before, "to": row.stage}, now=ground.now,
    )  # fmt: skip
    day = row.effective_on if row.stage == "in_force" else row.term_until
    if row.stage in TURNED and day is not None:
        notices.tell(
            session, station_id=row.station_id, people=_people(session, row.station_id), kind="talks",
            key=f"talks-turned:{row.id}:{row.stage}:{day}", message=TURNED[row.stage],
            params={"who": row.employer, "day": day}, target=f"/talks/{row.id}", now=ground.now,
        )  # fmt: skip


def _missed(session: Session, ground: Ground) -> list[str]:
    """Return the missed periods of law nobody was told of yet; without a certain last day none is missed."""
    query = (
        select(TalksClock)
        .join(Talks, col(Talks.id) == col(TalksClock.talks_id))
        .where(
            col(TalksClock.station_id).in_(ground.stations), col(TalksClock.done_on).is_(None),
            col(TalksClock.safe_on) >= ground.today - BACK, col(TalksClock.last_on) < ground.today,
            col(TalksClock.force).in_(("hard", "remind")), ~col(TalksClock.second),
            col(TalksClock.clock) != ESCALATED, col(Talks.stage) != "ended",
        )
        .order_by(col(TalksClock.safe_on), col(TalksClock.id))
    )  # fmt: skip
    keys = {_key(one): one.id for one in session.exec(query)}
    told = set(session.execute(sa.select(col(Notice.key)).where(col(Notice.key).in_(keys))).scalars())
    return [row_id for key, row_id in keys.items() if key not in told]


def _tell_batch(ground: Ground, report: SweepReport, ids: Sequence[str]) -> None:
    report.subjects += db.retrying(partial(_told, ground, ids))


def _told(ground: Ground, ids: Sequence[str]) -> int:
    with db.transaction() as session:
        query = select(TalksClock, Talks).join(Talks, col(Talks.id) == col(TalksClock.talks_id))
        rows = session.exec(query.where(col(TalksClock.id).in_(ids)).order_by(col(TalksClock.id))).all()
        for period, row in rows:
            notices.tell(
                session, station_id=row.station_id, people=_people(session, row.station_id), kind="talks",
                key=_key(period), message=MISSED, target=f"/talks/{row.id}", now=ground.now,
                params={
                    "who": row.employer, "title": Words(period.title["zh"], period.title.get("en", "")),
                    "day": period.last_on,
                },
            )  # fmt: skip
        return len(rows)


def _key(one: TalksClock) -> str:
    """Return what a period is told under; its row is written anew whenever it is reckoned."""
    about = hashlib.sha256(f"{one.side} {one.about}".encode()).hexdigest()[:12]
    return f"talks-missed:{one.talks_id}:{one.clock}:{about}:{one.safe_on}"


def _people(session: Session, station_id: str) -> list[str]:
    """Return the union's desk and the supervisors of a station."""
    found = [
        one
        for level in (1, 2)
        for one in escalations.people_of_level(session, station_id=station_id, desk="union", level=level)
    ]
    return list(dict.fromkeys(found))
