"""Acts: who may do what, one table from act to roles and conditions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from mediation.domain.refusals import N_, Forbidden


class Reader(Protocol):
    """What access needs to know of a user."""

    @property
    def id(self) -> str:
        """Give the user's id."""
        ...

    @property
    def role(self) -> str:
        """Give the user's role."""
        ...

    @property
    def desk(self) -> str | None:
        """Give the user's desk, None for roles without one."""
        ...

    @property
    def station_ids(self) -> tuple[str, ...]:
        """Give the stations the user belongs to."""
        ...


@dataclass(frozen=True)
class Facts:
    """What a decision about one thing rests on; unknown facts stay at their default and open nothing."""

    station_id: str | None = None
    desk: str | None = None
    lead_desk: str | None = None
    open_desks: frozenset[str] = field(default_factory=frozenset)
    user_id: str | None = None
    level: int | None = None


Predicate = Callable[[Reader, Facts], bool]


def _own_station(user: Reader, facts: Facts) -> bool:
    return facts.station_id in user.station_ids


def _works_on_it(user: Reader, facts: Facts) -> bool:
    """Tell whether the user sees the case: as the station's mediator or supervisor, or through an open referral."""
    return user.role in CASE_WIDE or user.desk in facts.open_desks


def _own_desk(user: Reader, facts: Facts) -> bool:
    return user.desk is not None and user.desk == facts.desk


def _leads(user: Reader, facts: Facts) -> bool:
    """Tell whether the user may change the case: as the station's mediator or supervisor, or at its leading desk."""
    return user.role in CASE_WIDE or (user.desk == facts.lead_desk and user.desk in facts.open_desks)


def _of_level(user: Reader, facts: Facts) -> bool:
    """Tell whether an escalation is the user's to take up: a supervisor's at any level, a desk's own at level 1."""
    return user.role == "supervisor" or (facts.level == 1 and user.desk in facts.open_desks)


def _police(user: Reader, facts: Facts) -> bool:
    return user.desk == "police"


def _union(user: Reader, facts: Facts) -> bool:
    """Tell whether wage talks are the user's: as the station's mediator or supervisor, or at the union's desk."""
    return user.role in CASE_WIDE or user.desk == "union"


def _himself(user: Reader, facts: Facts) -> bool:
    return facts.user_id == user.id


def _own_or_supervised(user: Reader, facts: Facts) -> bool:
    return facts.user_id == user.id or user.role == "supervisor"


CASE_WIDE: Final = ("mediator", "supervisor")
AT_DESKS: Final = ("desk_officer", "duty_lawyer")
ON_CASES: Final = CASE_WIDE + AT_DESKS
LEADING: Final = (*CASE_WIDE, "desk_officer")  # the station's lawyer always assists
EVALUATED: Final = ("mediator", *AT_DESKS)
DUTY: Final = (*CASE_WIDE, "duty_lawyer")
EVERYONE: Final = (*ON_CASES, "admin", "auditor")


@dataclass(frozen=True)
class Act:
    """The roles an act is open to at all, and what must hold of the thing it is done to."""

    roles: tuple[str, ...]
    conditions: tuple[Predicate, ...] = ()


ACTS: Final[Mapping[str, Act]] = {
    "case.log": Act(CASE_WIDE, (_own_station,)),
    "case.read": Act(ON_CASES, (_own_station, _works_on_it)),
    "case.edit": Act(LEADING, (_own_station, _leads)),
    "party.edit": Act(LEADING, (_own_station, _leads)),
    "case.split": Act(CASE_WIDE, (_own_station,)),
    "case.unmask": Act(LEADING, (_own_station, _leads)),
    "referral.accept": Act(AT_DESKS, (_own_station, _own_desk)),
    "referral.return": Act(AT_DESKS, (_own_station, _own_desk)),
    "unsafe.withdraw": Act(("desk_officer",), (_own_station, _works_on_it, _police)),
    "settlement.draft": Act(LEADING, (_own_station, _leads)),
    "settlement.issue": Act(LEADING, (_own_station, _leads)),
    "signature.collect": Act(LEADING, (_own_station, _leads)),
    "floor.second": Act(LEADING, (_own_station, _leads)),
    "station.certificate": Act(("admin",), (_own_station,)),
    "claim.read": Act(ON_CASES, (_own_station, _works_on_it)),
    "claim.compute": Act(LEADING, (_own_station, _leads)),
    "clock.note": Act(LEADING, (_own_station, _leads)),
    "case.close": Act(LEADING, (_own_station, _leads)),
    "case.reopen": Act(("supervisor",), (_own_station,)),
    "performance.note": Act(LEADING, (_own_station, _leads)),
    "confirmation.note": Act(LEADING, (_own_station, _leads)),
    "route.note": Act(LEADING, (_own_station, _leads)),
    "visit.note": Act(LEADING, (_own_station, _leads)),
    "figures.read": Act(("supervisor",), (_own_station,)),
    "proof.issue": Act(LEADING, (_own_station, _leads)),
    "paper.issue": Act(LEADING, (_own_station, _leads)),
    "paper.samples": Act(ON_CASES),
    "consent.note": Act(LEADING, (_own_station, _leads)),
    "document.read": Act(ON_CASES, (_own_station, _works_on_it)),
    "board.read": Act(ON_CASES),
    "inbox.read": Act(AT_DESKS),
    "history.read": Act(("supervisor", "auditor"), (_own_station,)),
    "rulebook.read": Act(EVERYONE),
    "rules.status": Act(("supervisor", "admin")),
    "rules.versions": Act(("supervisor", "admin", "auditor")),
    "rules.draft": Act(("supervisor",)),
    "rules.confirm": Act(("supervisor", "admin")),
    "rules.publish": Act(("supervisor",)),
    "user.manage": Act(("admin",), (_own_station,)),
    "audit.verify": Act(("auditor", "admin")),
    "escalation.acknowledge": Act((*AT_DESKS, "supervisor"), (_own_station, _of_level)),
    "escalation.assign": Act(("supervisor",), (_own_station,)),
    "account.own": Act(EVERYONE, (_himself,)),
    "docket.read": Act(DUTY, (_own_station,)),
    "docket.arrange": Act(DUTY, (_own_station,)),
    "slot.hold": Act(CASE_WIDE, (_own_station,)),
    "conflict.answer": Act(("duty_lawyer",), (_own_station,)),
    "conflict.settle": Act(("supervisor",), (_own_station,)),
    "firm.clients": Act(("duty_lawyer",), (_own_station,)),
    "expert.call": Act(DUTY, (_own_station, _works_on_it)),
    "expert.answer": Act(("duty_lawyer",), (_himself,)),
    "expert.manage": Act(("supervisor",), (_own_station,)),
    "opinion.write": Act(("duty_lawyer",), (_own_station, _works_on_it)),
    "evidence.ask": Act(("duty_lawyer",), (_own_station, _works_on_it)),
    "evidence.add": Act(LEADING, (_own_station, _leads)),
    "evidence.read": Act(ON_CASES, (_own_station, _works_on_it)),
    "evidence.withdraw": Act(LEADING, (_own_station, _leads)),
    "sitting.plan": Act(LEADING, (_own_station, _leads)),
    "sitting.hold": Act(LEADING, (_own_station, _leads)),
    "note.write": Act(LEADING, (_own_station, _leads)),
    "offer.note": Act(LEADING, (_own_station, _leads)),
    "group.edit": Act(LEADING, (_own_station, _leads)),
    "group.consent": Act(LEADING, (_own_station, _leads)),
    "room.manage": Act(("supervisor", "admin"), (_own_station,)),
    "question.ask": Act(("duty_lawyer",), (_own_station, _works_on_it)),
    "request.end": Act(ON_CASES, (_own_station, _works_on_it)),
    "supervision.read": Act(("supervisor",)),
    "referral.reassign": Act(("supervisor",), (_own_station,)),
    "ledger.import": Act(CASE_WIDE, (_own_station,)),
    "ledger.export": Act(("supervisor",), (_own_station,)),
    "duplicate.settle": Act(CASE_WIDE, (_own_station,)),
    "view.own": Act(ON_CASES, (_himself,)),
    "notice.own": Act(EVERYONE, (_himself,)),
    "station.manage": Act(("admin",), (_own_station,)),
    "station.propose": Act(("admin",)),
    "channel.manage": Act(("admin",), (_own_station,)),
    "delivery.manage": Act(("supervisor", "admin"), (_own_station,)),
    "roster.read": Act(ON_CASES, (_own_station,)),
    "roster.manage": Act(("supervisor",), (_own_station,)),
    "absence.note": Act(("duty_lawyer", "supervisor"), (_own_station, _own_or_supervised)),
    "swap.ask": Act(("duty_lawyer",), (_himself,)),
    "swap.decide": Act(("supervisor",), (_own_station,)),
    "duty.serve": Act(("duty_lawyer",), (_himself,)),
    "feed.own": Act(ON_CASES, (_own_station, _own_or_supervised)),
    "equality.note": Act(("mediator",), (_own_station,)),
    "equality.read": Act(("supervisor", "auditor"), (_own_station,)),
    "complaint.note": Act(CASE_WIDE, (_own_station,)),
    "complaint.read": Act(CASE_WIDE, (_own_station,)),
    "complaint.assign": Act(("supervisor",), (_own_station,)),
    "complaint.answer": Act(CASE_WIDE, (_own_station, _own_or_supervised)),
    "evaluation.read": Act(("supervisor",), (_own_station,)),
    "evaluation.own": Act(EVALUATED, (_himself,)),
    "risk.read": Act(ON_CASES, (_own_station, _works_on_it)),
    "risk.note": Act(ON_CASES, (_own_station, _works_on_it)),
    "risk.lift": Act(LEADING, (_own_station, _leads)),
    "risk.contacts": Act(("supervisor",), (_own_station,)),
    "willingness.ask": Act(LEADING, (_own_station, _leads)),
    "talks.read": Act(LEADING, (_own_station, _union)),
    "talks.open": Act(LEADING, (_own_station, _union)),
    "talks.edit": Act(LEADING, (_own_station, _union)),
    "talks.issue": Act(LEADING, (_own_station, _union)),
    "talks.vote": Act(LEADING, (_own_station, _union)),
    "talks.outcome": Act(LEADING, (_own_station, _union)),
    "talks.figures": Act(("supervisor",), (_own_station,)),
    "practice.play": Act(EVERYONE, (_himself,)),
    "practice.shared": Act(("supervisor",), (_own_station,)),
}

# Sections of a case that a desk doesn't see unless it leads the case.
HIDDEN: Final[Mapping[str, frozenset[str]]] = {
    "police": frozenset({"wage_papers"}),
    "law_firm": frozenset({"caucus_notes"}),
}


def may(user: Reader, act: str, facts: Facts | None = None) -> bool:
    """Tell whether `user` may do `act`; without `facts`, whether the role may do it at all.

    An act that isn't in the table is open to nobody.
    """
    known = ACTS.get(act)
    if known is None or user.role not in known.roles:
        return False
    return facts is None or all(holds(user, facts) for holds in known.conditions)


def require(user: Reader, act: str, facts: Facts | None = None) -> None:
    """Raise Forbidden unless `user` may do `act`."""
    if not may(user, act, facts):
        raise Forbidden(N_("您无权进行此操作。"))


def sees(user: Reader, section: str, facts: Facts) -> bool:
    """Tell whether `user` sees a section (`wage_papers`, `caucus_notes`) of a case the user may read."""
    if not may(user, "case.read", facts):
        return False
    return user.desk == facts.lead_desk or section not in HIDDEN.get(user.desk or "", frozenset())
