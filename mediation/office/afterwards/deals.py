"""Agreements as domain/routes asks about them: what was promised, what came, which steps were taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from mediation.domain import arrears, routes
from mediation.domain.arrears import Part, Told
from mediation.domain.refusals import Problem
from mediation.domain.routes import JOINT, Deal, Limit, Taken
from mediation.domain.routewords import ROUTES, STEPS
from mediation.domain.workdays import Unit, earliest_limit
from mediation.models.afterwards import PaymentReport, RouteStep
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.office import rules
from mediation.office.records import Said

CLOCKS = {"arbitration_review": "agreement.arbitration_review", "court_confirmation": "agreement.court_confirmation"}


@dataclass(frozen=True)
class Rows:
    """One agreement with the rows around it."""

    settlement: Settlement
    claims: Sequence[Claim]
    parties: Sequence[Party]
    instalments: Sequence[Instalment]
    reports: Sequence[PaymentReport]
    steps: Sequence[RouteStep]
    deadlines: Sequence[Deadline]

    def party(self, name: str) -> Party | None:
        """Return the `payer` or the `payee` of the terms."""
        wanted = self.settlement.terms.get(name)
        return next((one for one in self.parties if one.id == wanted), None)

    def trusted(self, report: PaymentReport) -> bool:
        """Tell whether the payee's side or the station said it: what only the payer says counts for nothing."""
        payer = self.party("payer")
        said_by = next((one for one in self.parties if one.id == report.party_id), None)
        return said_by is None or (payer is not None and said_by.side != payer.side)


def rows_of(session: Session, settlement: Settlement) -> Rows:
    """Return an agreement with the rows around it; the caller may see it."""
    own = Instalment.settlement_id == settlement.id
    instalments = session.exec(select(Instalment).where(own).order_by(col(Instalment.position))).all()
    reports = select(PaymentReport).where(col(PaymentReport.instalment_id).in_([one.id for one in instalments]))
    steps = select(RouteStep).where(RouteStep.settlement_id == settlement.id)
    return Rows(
        settlement, session.exec(select(Claim).where(Claim.case_id == settlement.case_id)).all(),
        session.exec(select(Party).where(Party.case_id == settlement.case_id)).all(), instalments,
        session.exec(reports.order_by(col(PaymentReport.said_at), col(PaymentReport.id))).all(),
        session.exec(steps.order_by(col(RouteStep.on), col(RouteStep.noted_at))).all(),
        session.exec(select(Deadline).where(Deadline.subject == settlement.id)).all(),
    )  # fmt: skip


def parts(rows: Rows) -> tuple[Part, ...]:
    """Return the instalments with what came of each."""
    found = []
    for one in rows.instalments:
        told = [Told(r.says, r.amount, rows.trusted(r)) for r in rows.reports if r.instalment_id == one.id]
        came = arrears.came(one.amount, paid=one.state == "paid", told=told)
        found.append(Part(one.id, one.due_on, one.amount, came, one.paid_on))
    return tuple(found)


def deal(rows: Rows, today: date) -> Deal:
    """Return what the ways to a title depend on, as of a day."""
    row = rows.settlement
    outcomes = row.terms.get("claims") or {}
    owed = arrears.owed(parts(rows), row.terms.get("default_clause"), today)
    payer, payee = rows.party("payer"), rows.party("payee")
    found = Deal(
        row.effective_on, frozenset(one.kind for one in rows.claims if outcomes.get(one.id) == "settled"),
        row.total or 0, employer_pays=payer is not None and payer.kind == "employer" and _person(payee),
        arrears=owed, steps=newest(rows), review=_limit(rows, "arbitration_review"),
        confirmation=_limit(rows, "court_confirmation"), replaced=row.replaced_on is not None,
    )  # fmt: skip
    if owed.since is None:
        return found
    return replace(found, arbitration=_years(owed.since, "arbitration"), enforcement=_years(owed.since, "enforcement"))


def newest(rows: Rows) -> dict[str, Taken]:
    """Return the newest step on each way that wasn't taken back; an agreement noted as sent was filed."""
    found = {}
    for way, name in JOINT.items():
        if rows.settlement.sent_to == name and rows.settlement.sent_on:
            found[way] = Taken("filed", rows.settlement.sent_on)
    found |= {one.route: Taken(one.step, one.on) for one in alive(rows.steps)}
    return found


def alive(steps: Iterable[RouteStep]) -> list[RouteStep]:
    """Return the steps that weren't taken back, in their order."""
    return [one for one in steps if one.taken_back_at is None]


def on_day(session: Session, settlement: Settlement, way: str, day: date) -> routes.Route:
    """Return one way as it is on a day."""
    return routes.one(deal(rows_of(session, settlement), day), way, day)


def why(route: routes.Route, field: str = "", value: str = "") -> Problem:
    """Return why a way is open or not, in words that a page can show beside a field."""
    params: dict[str, object] = dict(route.params)
    for name, table in (("way", ROUTES), ("step", STEPS)):
        if name in params:
            params[name] = Said(table[str(params[name])])
    return Problem(route.why, field, value, params=params)


def _person(payee: Party | None) -> bool:
    return payee is None or payee.kind == "person"


def _limit(rows: Rows, way: str) -> Limit | None:
    """Return until when a joint way is open: the stored date, counted where none is stored; None before the effect."""
    known = [one for one in rows.deadlines if one.kind == CLOCKS[way]]
    if known:
        last = max(known, key=lambda one: one.made_at)
        return Limit(last.safe_on, last.last_on)
    effective = rows.settlement.effective_on
    return _counted(effective, routes.DAYS[way], "calendar") if effective else None


def _years(since: date, way: str) -> Limit:
    return _counted(since, routes.YEARS[way], "year")


def _counted(start: date, length: int, unit: Unit) -> Limit:
    found = earliest_limit(start, length, unit, rules.current().calendar)
    return Limit(found.safe_on, found.last_on)
