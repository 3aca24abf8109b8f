"""What the form of wage talks begins with: a firm, the cases at it or at a site, or a contract that is renewed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access import Reader, Scope, visible
from mediation.domain.refusals import N_, Forbidden, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksAlarm, TalksFirm
from mediation.office import rules, talks, talks_base, talks_change, talks_cluster, talks_open
from mediation.office.records.talks_open import FirmLine, Prefill
from mediation.office.talks_cluster import Why
from mediation.office.talks_open import Origin

MOST_PARTIES: Final = 60
TRI: Final = {True: "true", False: "false", None: ""}


def prefill(session: Session, origin: Origin, *, user: Reader, now: datetime) -> Prefill:
    """Return the first values of the form. Raises NotFound for a firm, site or talks the user sees nothing of."""
    scope = Scope(session, user)
    talks_open.require_anywhere(user)
    if origin.earlier:
        return _again(session, scope, origin)
    plain = {"unit": "firm", "contract": "wage", "proposer": "workers", "unionised": "true", **_habits(scope)}
    if not origin.firm and not origin.site:
        return Prefill(plain | _agenda(talks_cluster.draft(session, (), plain["talks_place"])), user.station_ids[0])
    cases = talks_cluster.candidates(scope, [origin.firm], origin.site, now=now)
    keys = _firms_at(scope, origin.site) if origin.site else [origin.firm]
    values, station = plain, cases[0].station_id if cases else ""
    for nth, key in enumerate(keys):
        firm, found_at = _firm(scope, key, nth)
        values, station = values | firm, station or found_at
    if not station:
        warned, station = _warned(scope, origin)
        values |= warned
    if len(keys) > 1:
        values |= {"unit": "area", "sector_name": origin.site}
    drafted = talks_cluster.draft(session, [one.id for one in cases], values["talks_place"])
    stoppage = {"stoppage": "true"} if any(one.stoppage for one in cases if one.state == "open") else {}
    ticks = {f"cases.{one.id}": "true" for one in cases}
    values |= ticks | stoppage
    return Prefill(values | _agenda(talks_cluster.with_matters(drafted, values, today=station_day(now))), station)


def redrafted(
    session: Session, values: Mapping[str, str], origin: Origin, *, user: Reader, now: datetime
) -> dict[str, str]:
    """Return what is typed with an agenda drafted anew from the ticked cases; from all cases where none is ticked."""
    scope = Scope(session, user)
    typed = {name: text for name, text in values.items() if not name.startswith("agenda.")}
    known = talks_cluster.candidates(scope, {origin.firm, *talks_base.firm_keys(values)}, origin.site, now=now)
    ticked = talks_base.ticked(values, "cases") or tuple(one.id for one in known)
    seen = [one.id for one in known if one.id in ticked]
    drafted = talks_cluster.draft(session, seen, values.get("talks_place", ""))
    whys = talks_cluster.with_matters(drafted, typed, today=station_day(now))
    return typed | {f"cases.{one}": "true" for one in seen} | _agenda(whys)


def checked(session: Session, values: Mapping[str, str], *, user: Reader, now: datetime) -> dict[str, str]:
    """Return what is typed with the clauses ticked that what may not be refused puts on the agenda."""
    seen = Scope(session, user).select(Case).where(col(Case.id).in_(talks_base.ticked(values, "cases")))
    drafted = talks_cluster.draft(session, [one.id for one in session.exec(seen)], values.get("talks_place", ""))
    return {**values, **_agenda(talks_cluster.demanded(values, drafted, today=station_day(now)))}


def values_of(row: Talks, firms: Iterable[FirmLine], cases: Iterable[str]) -> dict[str, str]:
    """Return the base data of a round as the form writes them."""
    values = {
        "unit": row.unit, "sector_name": "" if row.unit == "firm" else row.employer, "talks_place": row.place,
        "contract": row.contract, "proposer": row.proposer, "district": row.district, "industry": row.industry,
        "unionised": TRI[row.unionised], "women_committee": TRI[row.women_committee], "guided": TRI[row.guided],
        "consenting": _text(row.consenting), "union_name": row.union_name, "layoff": _text(row.layoff),
        "stoppage": "true" if row.stoppage else "", "hazard": "true" if row.hazard else "",
        "contract_until": _text(row.contract_until), "planned_on": _text(row.planned_on),
        "meeting_place": row.meeting_place,
    }  # fmt: skip
    for nth, one in enumerate(firms):
        values |= _firm_values(nth, {
            "name": one.name, "credit_code": one.credit_code, "legal_representative": one.legal_representative,
            "address": one.address, "staff": _text(one.staff), "authorised": TRI[one.authorised],
        })  # fmt: skip
    values |= {f"cases.{one}": "true" for one in cases}
    return values | {f"agenda.{one}": "true" for one in row.agenda}


def _again(session: Session, scope: Scope, origin: Origin) -> Prefill:
    """Return the first values of talks about a contract there is: to renew it, to change or to cancel it."""
    old = talks.may_be_seen(session, origin.earlier, by=scope.user)
    if origin.changes:
        talks_change.must_be_asked(old)
    if old.term_until is None:
        raise Forbidden(N_("这次协商还没有订立合同，不能续订。"))
    values = values_of(old, talks_open.firm_lines(session, old), ())
    values = {name: text for name, text in values.items() if not name.startswith("agenda.")}
    for name in ("layoff", "stoppage", "hazard", "planned_on"):
        values[name] = ""
    if origin.changes and old.change_side:
        values["proposer"] = old.change_side
    values["contract_until"] = old.term_until.isoformat()
    whys = {key: {"from": talks_cluster.RENEWAL} for key in talks_open.agreed(session, old)}
    return Prefill(values | _agenda(whys), old.station_id)


def _habits(scope: Scope) -> dict[str, str]:
    """Return the place that the station goes by, and the district of the talks opened last: they seldom change."""
    last = scope.session.exec(scope.select(Talks).order_by(col(Talks.made_at).desc()).limit(1)).first()
    station = scope.session.get_one(Station, last.station_id if last else scope.user.station_ids[0])
    known = rules.current().book.places
    place = station.place if station.place in known else Talks.model_fields["place"].default
    return {"talks_place": place, "district": last.district if last else ""}


def _firms_at(scope: Scope, site: str) -> list[str]:
    query = (
        sa.select(col(Party.firm_key), sa.func.count())
        .where(visible(scope.user, Party), col(Party.address) == site, col(Party.firm_key).is_not(None))
        .group_by(col(Party.firm_key))
    )
    return [row[0] for row in sorted(scope.session.execute(query), key=lambda row: (-row[1], row[0]))][:MOST_PARTIES]


def _firm(scope: Scope, key: str, nth: int) -> tuple[dict[str, str], str]:
    """Return what is known of a firm, the latest first, as the fields of its row; and the station that knows it."""
    parties = (
        scope.select(Party)
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(col(Party.firm_key) == key)
        .order_by(col(Case.received_at).desc())
    )
    known: list[Any] = list(scope.session.exec(parties.limit(MOST_PARTIES)))
    before = (
        scope.select(TalksFirm)
        .join(Talks, col(Talks.id) == col(TalksFirm.talks_id))
        .where(col(TalksFirm.firm_key) == key)
        .order_by(col(Talks.made_at).desc())
    )
    talked = list(scope.session.exec(before.limit(1)))
    row = {name: _latest(name, known, talked) for name in ("name", "credit_code", "address")}
    row |= {name: _latest(name, talked) for name in ("legal_representative", "staff")}
    values = _firm_values(nth, {name: _text(value) for name, value in row.items()})
    if nth == 0:
        values |= {"industry": _text(_latest("industry", known)), **_union(scope, known, talked)}
    return values, next((one.station_id for one in [*known, *talked]), "")


def _warned(scope: Scope, origin: Origin) -> tuple[dict[str, str], str]:
    """Return what an early warning says of a firm or site to a desk that sees none of the cases behind it."""
    about = [("firm", origin.firm), ("site", origin.site)]
    wanted = sa.or_(*(sa.and_(col(TalksAlarm.spot) == spot, col(TalksAlarm.key) == key) for spot, key in about if key))
    row = scope.session.exec(scope.select(TalksAlarm).where(col(TalksAlarm.state) == "open", wanted)).first()
    if row is None:
        raise NotFound(N_("找不到该内容。"))
    if row.spot == "site":
        return {"unit": "area", "sector_name": row.name}, row.station_id
    return _firm_values(0, {"name": row.name, "credit_code": row.key if row.key != row.name else ""}), row.station_id


def _union(scope: Scope, known: list[Any], talked: list[TalksFirm]) -> dict[str, str]:
    """Return what is known of the firm's union: by the cases, and by its last talks."""
    told = _latest("has_union", known)
    values = {} if told is None else {"unionised": TRI[told]}
    if talked:
        last = scope.get(Talks, talked[0].talks_id)
        values |= {"women_committee": TRI[last.women_committee], "union_name": last.union_name}
        values.setdefault("unionised", TRI[last.unionised])
    return values


def _latest(name: str, *rows: Iterable[Any]) -> Any:
    return next((value for group in rows for one in group if (value := getattr(one, name)) not in (None, "")), None)


def _firm_values(nth: int, row: Mapping[str, str]) -> dict[str, str]:
    return {f"firms[{nth}].{name}": text for name, text in row.items()}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _agenda(whys: Mapping[str, Why]) -> dict[str, str]:
    return {f"agenda.{key}": "true" for key in whys if key}
