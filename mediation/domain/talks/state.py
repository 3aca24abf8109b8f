"""What is recorded of one round of talks: every day on which something happened or is planned to happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.talks.place import SIDES, TalksPlace, first_required
from mediation.domain.talks.teams import Vacancy

REPLIES: Final = ("accepted", "refused")


@dataclass(frozen=True, slots=True)
class Request:
    """Information one side asked of the other (`asked`: who must give it)."""

    asked: str
    asked_on: date
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting; `signed` names the sides whose chiefs signed the minutes."""

    on: date
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing: the day the authority received it, and the day of its objection or of its opinion."""

    received_on: date
    objected_on: date | None = None
    opinion_on: date | None = None


@dataclass(frozen=True, slots=True)
class Talks:
    """The facts of one round of talks; a day left out hasn't come or isn't known.

    `contract` is wage or general, `proposer` the side that asked, `mandatory` says that the other side may neither
    refuse nor delay (`mandatory_matters`), `reason_valid` what the union thinks of the reason of a refusal,
    `agreed_later_on` the day on which the other side agreed after all,
    `named` the day on which each side named its representatives, `first_session_on`, `vote_on` and `resume_on` may
    be planned, `contract_until` is the expiry of an earlier contract, `signed_on` the final signature,
    `draft_signed_on` that of the draft, `voted_down_on` the last vote that failed before this one, `steps_taken` the
    day of each lawful step by its id, `change_asked_on` the day on which one side asked to change or cancel the
    contract, `breach_on` that of a breach that isn't settled.
    """

    contract: str = "wage"
    proposer: str = "workers"
    mandatory: bool = False
    contract_until: date | None = None
    proposed_on: date | None = None
    received_on: date | None = None
    replied_on: date | None = None
    reply: str = ""
    refusal_reason: str = ""
    reason_valid: bool | None = None
    agreed_later_on: date | None = None
    named: Mapping[str, date] = field(default_factory=dict)
    vacancies: tuple[Vacancy, ...] = ()
    requests: tuple[Request, ...] = ()
    first_session_on: date | None = None
    sessions: tuple[Session, ...] = ()
    suspended_on: date | None = None
    resume_on: date | None = None
    resumed_on: date | None = None
    deadlock_on: date | None = None
    draft_signed_on: date | None = None
    papers_sent_on: date | None = None
    vote_on: date | None = None
    adopted: bool | None = None
    voted_down_on: date | None = None
    adoption_notice_on: date | None = None
    signed_on: date | None = None
    filings: tuple[Filing, ...] = ()
    published_on: date | None = None
    term_from: date | None = None
    term_until: date | None = None
    renewal_proposed_on: date | None = None
    coordination_asked_on: date | None = None
    coordination_accepted_on: date | None = None
    coordination_extended: int = 0
    coordination_ended_on: date | None = None
    steps_taken: Mapping[str, date] = field(default_factory=dict)
    change_asked_on: date | None = None
    breach_on: date | None = None
    ended_on: date | None = None

    @property
    def other(self) -> str:
        """Return the side that was asked."""
        return SIDES[1] if self.proposer == SIDES[0] else SIDES[0]

    @property
    def refused(self) -> bool:
        """Say whether the other side answered with a refusal and hasn't agreed since."""
        return self.replied_on is not None and self.reply == "refused" and self.agreed_later_on is None

    @property
    def agreed_on(self) -> date | None:
        """Return the day on which the other side agreed to negotiate."""
        return self.agreed_later_on or (self.replied_on if self.reply == "accepted" else None)

    @property
    def filing(self) -> Filing | None:
        """Return the last filing."""
        return self.filings[-1] if self.filings else None

    def filed_since(self, day: date) -> date | None:
        """Return when the text of `day` was filed; None as long as the last filing is an earlier text, objected to."""
        last = self.filing
        if last is None or (last.objected_on is not None and day >= last.objected_on):
            return None
        return last.received_on


def concluded_on(talks: Talks, rows: tuple[TalksPlace, ...]) -> date | None:
    """Return the day on which the contract was signed and adopted, whichever came later; None before both.

    Where the draft is signed before the vote, its signature is enough.
    """
    if talks.adopted is not True or talks.vote_on is None:
        return None
    rule = first_required(rows, "signature", talks.vote_on)
    signed = talks.signed_on
    if signed is None and rule is not None and rule.row.rule == "before_vote":
        signed = talks.draft_signed_on
    return max(signed, talks.vote_on) if signed else None


def mandatory_matters(
    rows: tuple[TalksPlace, ...], on: date, *, layoff: int = 0, staff: int | None = None, stoppage: bool = False,
    hazard: bool = False,
) -> tuple[str, ...]:  # fmt: skip
    """Return why the other side may neither refuse nor delay: `layoff`, `stoppage`, `hazard`; () where it may.

    `layoff` is the number of people to be dismissed, `staff` all people of the firm (None: not known, the share isn't
    tested). Both bounds include the number itself (民法典 1259). 上海市集体合同条例 15(2).
    """
    if first_required(rows, "mandatory.refusal", on) is None:
        return ()
    people, share = (first_required(rows, f"mandatory.{one}", on) for one in ("people", "share"))
    many = people is not None and layoff >= people.row.number
    many = many or (share is not None and bool(staff) and Fraction(layoff, staff or 1) >= share.row.share)
    found = {"layoff": many, "stoppage": stoppage, "hazard": hazard}
    return tuple(word for word, holds in found.items() if holds)
