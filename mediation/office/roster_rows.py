"""Rows of the roster's pages: names looked up once a page."""

from datetime import datetime

from mediation import access
from mediation.access import Facts, Scope
from mediation.models.roster import Firm, Lawyer, Shift, Swap
from mediation.models.user import User
from mediation.office.records.roster import ShiftRow, SwapRow
from mediation.office.records.words import Said
from mediation.office.roster_service import EARLY


class Rows:
    """Makes the rows of one station's page for one user."""

    def __init__(self, scope: Scope, station_id: str, now: datetime) -> None:
        """Look up the lawyers, firms and owners of the station, and the swaps that wait."""
        session = scope.session
        self.scope, self.station_id, self.now = scope, station_id, now
        lawyers = session.exec(scope.select(Lawyer).where(Lawyer.station_id == station_id))
        self.lawyers = {one.id: one for one in lawyers}
        firms = session.exec(scope.select(Firm).where(Firm.station_id == station_id))
        self.firms = {one.id: one.name for one in firms}
        asked = session.exec(scope.select(Swap).where(Swap.station_id == station_id, Swap.state == "asked"))
        self.asked = {one.shift_id: one for one in asked}
        self.people = _people(scope)
        self.starts: dict[str, datetime] = {}

    def firm_of(self, lawyer: Lawyer) -> str:
        """Return the name of a lawyer's firm."""
        return self.firms.get(lawyer.firm_id, "")

    def shift(self, one: Shift) -> ShiftRow:
        """Return a shift as lists show it, with what the user may do with it."""
        lawyer = self.lawyers.get(one.lawyer_id or "")
        owner = self.people.get(one.owner_id or "", "")
        mine = lawyer is not None and lawyer.user_id == self.scope.user.id
        ahead = one.state == "planned" and one.starts_at > self.now
        asked = self.asked.get(one.id)
        self.starts[one.id] = one.starts_at
        serves = mine and one.state == "planned" and self._may("duty.serve", self.scope.user.id)
        return ShiftRow(
            id=one.id, on=one.on, starts_at=one.starts_at, ends_at=one.ends_at, state=one.state,
            lawyer=lawyer.name if lawyer else "", firm=self.firm_of(lawyer) if lawyer else "", owner=owner,
            moved_from=one.moved_from, provisional=one.provisional, why=_why(one), mine=mine,
            running=one.starts_at <= self.now < one.ends_at, over=one.ends_at <= self.now,
            swap=self.swap(asked) if asked else None, checked_in_at=one.checked_in_at,
            checked_out_at=one.checked_out_at,
            may_swap=mine and ahead and asked is None and self._may("swap.ask", self.scope.user.id),
            may_check_in=serves and not one.checked_in_at and one.starts_at - EARLY <= self.now < one.ends_at,
            may_check_out=serves and one.checked_in_at is not None,
        )  # fmt: skip

    def swap(self, one: Swap) -> SwapRow:
        """Return a swap as lists show it."""
        at = self._start(one.shift_id)
        return SwapRow(
            id=one.id, shift_id=one.shift_id, at=at, by=self.people.get(one.asked_by, ""),
            to=self.lawyers[one.to_lawyer_id].name if one.to_lawyer_id in self.lawyers else "",
            for_at=self._start(one.for_shift_id) if one.for_shift_id else None, reason=one.reason, state=one.state,
            asked_at=one.asked_at, decided_why=one.decided_why,
            may_decide=one.state == "asked" and self._may("swap.decide", None),
            may_withdraw=one.state == "asked" and self._may("swap.ask", one.asked_by),
        )  # fmt: skip

    def _start(self, shift_id: str) -> datetime:
        if shift_id not in self.starts:
            self.starts[shift_id] = self.scope.get(Shift, shift_id).starts_at
        return self.starts[shift_id]

    def _may(self, act: str, user_id: str | None) -> bool:
        return access.may(self.scope.user, act, Facts(station_id=self.station_id, user_id=user_id))


def _people(scope: Scope) -> dict[str, str]:
    """Return what the people of the user's stations are called, by id."""
    found = scope.session.exec(scope.select(User)).all()
    return {one.id: one.display_name or one.name for one in found}


def _why(one: Shift) -> Said | None:
    return Said(one.because["message"], one.because.get("params", {})) if one.because else None
