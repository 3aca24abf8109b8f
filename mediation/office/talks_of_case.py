"""What the page of a case says of wage talks with its firm: talks that run, a contract in force, a promise broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.models.party import Party
from mediation.models.talks import Talks, TalksFirm
from mediation.models.talks_end import Promise, PromiseSign
from mediation.office import talks_signs, talks_state
from mediation.office.records import CasePage, Words
from mediation.office.talks_pages import LIVE


@dataclass(frozen=True)
class RoundLine:
    """One round with the case's firm that isn't over."""

    id: str
    number: str
    employer: str
    stage: str
    until: date | None


@dataclass(frozen=True)
class PromiseLine:
    """One promise of the case's firm that the case speaks against; `state` is what people found of it."""

    talks_id: str
    promise_id: str
    employer: str
    title: Words
    wording: str
    until: date
    state: str


@dataclass(frozen=True)
class TalksPart:
    """The talks around one case; empty for whoever may not see talks."""

    rounds: tuple[RoundLine, ...] = ()
    promises: tuple[PromiseLine, ...] = ()


def part(session: Session, page: CasePage, *, user: Reader) -> TalksPart:
    """Return the talks around the case of a page that the user may see."""
    if not access.may(user, "talks.read", page.about):
        return TalksPart()
    scope, case_id = Scope(session, user), page.header.id
    return TalksPart(_rounds(scope, case_id), _promises(scope, case_id))


def _rounds(scope: Scope, case_id: str) -> tuple[RoundLine, ...]:
    of_firm = (
        sa.select(col(TalksFirm.talks_id)).join(Party, talks_signs.same_firm()).where(col(Party.case_id) == case_id)
    )
    query = scope.select(Talks).where(col(Talks.id).in_(of_firm), col(Talks.stage).in_(LIVE))
    rows = scope.session.exec(query.order_by(col(Talks.made_at).desc(), col(Talks.id)))
    return tuple(RoundLine(one.id, one.number or "", one.employer, one.stage, one.term_until) for one in rows)


def _promises(scope: Scope, case_id: str) -> tuple[PromiseLine, ...]:
    signs = {
        one.promise_id: one.state
        for one in scope.session.exec(scope.select(PromiseSign).where(col(PromiseSign.case_id) == case_id))
    }
    if not signs:
        return ()
    rows = list(scope.session.exec(scope.select(Promise).where(col(Promise.id).in_(sorted(signs)))))
    ids = sorted({one.talks_id for one in rows})
    names = {one.id: one.employer for one in scope.session.exec(scope.select(Talks).where(col(Talks.id).in_(ids)))}
    library = talks_state.library()
    return tuple(
        PromiseLine(
            one.talks_id, one.id, names[one.talks_id],
            Words(library[one.clause].title["zh"], library[one.clause].title["en"])
            if one.clause in library else Words(one.clause),
            one.wording, one.until, signs[one.id],
        )
        for one in sorted(rows, key=lambda one: (one.until, one.id))
    )  # fmt: skip
