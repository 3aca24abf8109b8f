"""The sweep over promises of wage agreements: new cases that speak against one, and who must look into them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from mediation import db
from mediation.access import as_house
from mediation.domain.situation import Situation
from mediation.models.talks import Talks
from mediation.office import escalations, history, raising, talks_promises
from mediation.office.raising import Finding
from mediation.office.sweep_ground import Ground, by_id, escalated, ground_of


class Promises:
    """Watches agreements in force with a promise that a case speaks against."""

    kind = "talks"
    stratum = "watch_promise"
    desk = "union"

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Return the talks with signs that nobody has settled, and the escalated ones."""
        found = set(talks_promises.calling(session, ground.stations))
        return sorted(found | set(escalated(session, ground, self.kind, ground.asked(self.stratum))))

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Ask the rules about each of the talks."""
        counts = talks_promises.unsettled(session, ids)
        return [self._finding(row, counts.get(row.id, 0), ground) for row in by_id(session, Talks, ids).values()]

    def _finding(self, row: Talks, signs: int, ground: Ground) -> Finding:
        situation = Situation("talks", {"promise_signs": signs})
        held = ground.held(situation, {self.stratum: ground.today}, {})
        return Finding(row.station_id, self.kind, row.id, None, self.desk, ground.asked(self.stratum), held)


def look(ground: Ground) -> None:
    """Find the cases that speak against a promise and aren't known yet."""
    with db.transaction() as session:
        talks_promises.look(session, ground.stations, now=ground.now)


def at_once(session: Session, station_id: str, case_id: str, *, now: datetime) -> None:
    """Look whether a case just stored speaks against a promise; if so, raise the escalation in this transaction."""
    with as_house(session, "hold a new case against the promises of wage agreements"):
        signs = talks_promises.look(session, [station_id], now=now, case_id=case_id)
        if not signs:
            return
        ground, ids = ground_of(session, now), sorted({one.talks_id for one in signs})
        changes = raising.compare(raising.rows_of(session, ids), Promises().judge(session, ids, ground))
        written = raising.write(session, changes, rulebook=ground.book.digest, now=now)
        for one in written.raised:
            fields = {"rule": one.rule, "level": one.level, "subject": "talks"}
            history.record(
                session, station_id=station_id, actor=history.SWEEP, act="escalation.raised",
                subject=("escalation", one.id), fields=fields, now=now,
            )  # fmt: skip
        escalations.announce(session, written.raised, now=now)
