"""The sweep over promises of wage agreements: new cases that speak against one, and who must look into them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation import db
from mediation.access import as_house
from mediation.domain.refusals import N_
from mediation.domain.situation import Situation
from mediation.models.talks import Talks
from mediation.models.talks_end import PromiseSign
from mediation.office import escalations, history, notices, raising, talks_promises
from mediation.office.raising import Finding
from mediation.office.sweep_ground import Ground, by_id, escalated, ground_of

SIGN: Final = N_("%(who)s：有新的案件与集体合同的承诺相反，请核实")


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
        _tell(session, talks_promises.look(session, ground.stations, now=ground.now), now=ground.now)


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
        _tell(session, signs, now=now)


def _tell(session: Session, signs: Sequence[PromiseSign], *, now: datetime) -> None:
    """Tell the union's desk, who look into it, of each new sign; the escalation tells the supervisors."""
    rounds = by_id(session, Talks, sorted({one.talks_id for one in signs}))
    for one in signs:
        people = escalations.people_of_level(session, station_id=one.station_id, desk=Promises.desk, level=1)
        notices.tell(
            session, station_id=one.station_id, people=people, kind="talks", key=f"talks-sign:{one.id}", message=SIGN,
            params={"who": rounds[one.talks_id].employer}, target=f"/talks/{one.talks_id}/outcome", now=now,
        )  # fmt: skip
