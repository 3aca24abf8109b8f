"""Who works at the station, which desk's referrals each may be given, and how much each has in hand."""

from collections.abc import Iterable, Mapping
from typing import Final

import sqlalchemy as sa
from sqlmodel import col

from mediation.access import Scope, visible
from mediation.models.referral import ALIVE, Referral
from mediation.models.user import Membership, User
from mediation.office.inbox import whose
from mediation.office.records.supervision import PersonLoad

MEDIATED: Final = ("union", "judicial_office")
"""The desks whose referrals a mediator may be given: those that may lead a mediation."""

WORKING: Final = ("mediator", "desk_officer", "duty_lawyer")
PERSON: Final = whose()
"""Whose a referral is: who was given it, else who accepted it."""


def staff(scope: Scope) -> list[User]:
    """Return the active people of the user's stations who work on cases, by desk and name."""
    at_work = sa.select(col(Membership.user_id)).where(col(Membership.station_id).in_(scope.user.station_ids))
    query = (
        scope.select(User)
        .where(col(User.active), col(User.role).in_(WORKING), col(User.id).in_(at_work))
        .order_by(col(User.desk), col(User.display_name), col(User.name))
    )
    return list(scope.session.exec(query).all())


def serves(user: User, desk: str) -> bool:
    """Tell whether a person may be given a referral of a desk: one of its officers, or a mediator where it mediates."""
    return user.desk == desk if user.desk else user.role == "mediator" and desk in MEDIATED


def in_hand(scope: Scope) -> dict[str, int]:
    """Count the cases each person has in hand."""
    query = (
        sa.select(PERSON, sa.func.count(sa.distinct(col(Referral.case_id))))
        .where(visible(scope.user, Referral), col(Referral.state).in_(ALIVE), PERSON.is_not(None))
        .group_by(PERSON)
    )
    return {row[0]: row[1] for row in scope.session.execute(query)}


def people(scope: Scope, counts: Mapping[str, int] | None = None) -> tuple[PersonLoad, ...]:
    """Return who may be given work, with the cases in hand."""
    known = in_hand(scope) if counts is None else counts
    return tuple(
        PersonLoad(one.id, one.display_name or one.name, one.role, one.desk or "", known.get(one.id, 0))
        for one in staff(scope)
    )


def names(scope: Scope, ids: Iterable[str | None] | None = None) -> dict[str, str]:
    """Return the names of colleagues by id: of `ids`, or of all."""
    query = sa.select(col(User.id), col(User.display_name), col(User.name)).where(visible(scope.user, User))
    if ids is not None:
        query = query.where(col(User.id).in_({one for one in ids if one}))
    return {user_id: shown or name for user_id, shown, name in scope.session.execute(query)}
