"""The pages of rule drafts: what each changes, what is wrong with it, what it would move, and what it did."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Facts, Reader, Scope, may
from mediation.domain import bookchanges
from mediation.domain.bookchanges import Changed
from mediation.domain.rulebook import RuleFault
from mediation.models.case import Case
from mediation.models.rulebook import RuleDraft, RuleMove, RuleVersion
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import (
    rehearsal,
    rule_drafts,
    rule_drafts_beside,
    rule_texts,
    rule_versions,
    rules,
    station_change,
    station_settings,
)
from mediation.office.parties import short_names
from mediation.office.reasons import Reasons
from mediation.office.records import Words
from mediation.office.records.rule_drafts import (
    Counted,
    DraftPage,
    DraftRow,
    ForecastPart,
    ListPage,
    MoveRow,
    Outcome,
    StationPart,
    VersionRow,
)

ROWS: Final = 50
MOST_DIFF: Final = 400
CONTEXT: Final = 2
KEPT: Final = 16
_changed: dict[tuple[str, str], list[Changed]] = {}
"""What the drafts that were shown last change in their books: each takes two books to find out."""


def listing(session: Session, *, user: Reader) -> ListPage:
    """Return the drafts, newest first, and every version."""
    scope = Scope(session, user)
    drafts = session.exec(scope.select(RuleDraft).order_by(col(RuleDraft.made_at).desc())).all()
    found = rule_versions.versions(session, user=user)
    who = _names(session, [one.made_by for one in drafts] + [one.published_by for one in found])
    faulty, differs = False, False
    if rules.current().published:
        try:
            disk = rehearsal.book_of(rules.on_disk()).digest
            differs = disk not in {one.digest for one in found}
        except RuleFault:
            faulty = True
    return ListPage(
        tuple(
            DraftRow(
                one.id, one.title, "station" if station_change.of_draft(one) else one.kind, one.state,
                who.get(one.made_by or "", ""), one.made_at, bool(one.faults), one.rehearsal,
                (one.forecast or {}).get("moved"), rule_drafts.stale(one),
            )
            for one in drafts
        ),
        tuple(_version(one, who) for one in found), differs, faulty,
    )  # fmt: skip


def page(session: Session, draft_id: str, *, user: Reader, number: int = 1) -> DraftPage:
    """Return one draft; of the cases that move those of the user's stations, the others only counted."""
    scope = Scope(session, user)
    row = scope.get(RuleDraft, draft_id)
    who = _names(session, [row.made_by, row.confirmed_by, row.published_by])
    station = _station(session, row, user)
    query = select(RuleVersion).where(RuleVersion.digest == row.published)
    version = session.exec(query).first() if station is None else None
    changes, diffs = _differences(session, row)
    total = scope.count(RuleMove, col(RuleMove.draft_id) == row.id)
    pages = max(1, -(-total // ROWS))
    number = min(max(number, 1), pages)
    moves = _moves(scope, row, number)
    as_if = (row.forecast or {}).get("as_if")
    past = _past(scope, as_if) if as_if else ()
    return DraftPage(
        row, who.get(row.made_by or "", ""), who.get(row.confirmed_by or "", ""), who.get(row.published_by or "", ""),
        _version(version, who) if version else None, rule_drafts.stale(row), rule_drafts.needs_second(row),
        tuple(changes), bookchanges.begins(changes), diffs, _forecast(scope, row.forecast, total),
        _forecast(scope, as_if, len(past)), moves, past, _titles([*moves, *past]), _outcome(scope, row), number, pages,
        may(user, "rules.draft") and station is None, may(user, "rules.confirm") and user.id != row.made_by, station,
        rule_drafts_beside.rows(scope, row),
    )  # fmt: skip


def _station(session: Session, row: RuleDraft, user: Reader) -> StationPart | None:
    """Return what of a station a draft changes, None for a draft of rules."""
    change = station_change.of_draft(row)
    if change is None:
        return None
    titles = dict(station_settings.places())
    was, becomes = (titles.get(one.place, Words(one.place)) for one in (change.was, change.becomes))
    decides = may(user, "station.manage", Facts(station_id=change.station_id))
    name = session.get_one(Station, change.station_id).name
    organisation = change.was.organisation, change.becomes.organisation
    return StationPart(name, (was, becomes), organisation, decides and row.state == "draft")


def _names(session: Session, people: Iterable[str | None]) -> dict[str, str]:
    """Return how the makers of drafts are called, whatever their station: drafts are the whole house's."""
    query = sa.select(col(User.id), col(User.display_name)).where(col(User.id).in_({one for one in people if one}))
    return {row[0]: row[1] for row in session.execute(query)}


def _version(one: RuleVersion, who: Mapping[str, str]) -> VersionRow:
    at, by = one.published_at or one.kept_at, who.get(one.published_by or "", "")
    in_use = one.digest == rules.current().book.digest
    return VersionRow(one.number, one.title, one.note, one.digest, at, by, in_use, one.from_draft)


def _differences(
    session: Session, row: RuleDraft
) -> tuple[list[Changed], tuple[tuple[str, tuple[str, ...]], ...]]:
    base = rule_texts.text_of(session, row.base) or {}
    diffs = []
    for path in sorted(row.overlay):
        before = base.get(f"{rule_texts.FOLDER}/{path}", b"").decode().splitlines()
        after = (row.overlay[path] or "").splitlines()
        lines = list(difflib.unified_diff(before, after, lineterm="", n=CONTEXT))[2:]
        diffs.append((path, tuple(lines[:MOST_DIFF])))
    if row.faults or not base:
        return [], tuple(diffs)
    key = row.base, row.digest
    if key not in _changed:
        try:
            found = bookchanges.changed(rehearsal.book_of(base), rule_drafts.book_of(session, row))
        except RuleFault:  # an old draft that today's reader refuses: its files still show
            return [], tuple(diffs)
        _changed[key] = found
        for old in list(_changed)[:-KEPT]:
            _changed.pop(old, None)
    return _changed[key], tuple(diffs)


def _forecast(scope: Scope, found: Mapping[str, Any] | None, shown: int) -> ForecastPart | None:
    if found is None:
        return None
    people = rehearsal.names(scope.session, found["by_person"])
    own = {one.id for one in scope.session.exec(scope.select(User).where(col(User.id).in_(list(people))))}
    return ForecastPart(
        found["cases"], found["moved"], found["moved_live"],
        tuple(Counted(desk, counts) for desk, counts in found["by_desk"].items()),
        tuple(Counted(people[one], counts) for one, counts in found["by_person"].items() if one in own),
        found["moved"] - shown, tuple(found["leaderless"]), tuple(found["faults"]), _day(found.get("since")),
        _day(found.get("as_of")),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moves(scope: Scope, row: RuleDraft, number: int) -> tuple[MoveRow, ...]:
    query = (
        scope.select(RuleMove)
        .where(RuleMove.draft_id == row.id)
        .order_by(col(RuleMove.live).desc(), col(RuleMove.case_id))
        .offset((number - 1) * ROWS)
        .limit(ROWS)
    )
    found = list(scope.session.exec(query))
    cases = _cases(scope, [one.case_id for one in found])
    names = short_names(scope.session, cases)
    return tuple(
        MoveRow(
            one.case_id, cases[one.case_id], one.live, names.get(one.case_id, ""), tuple(one.foreseen),
            tuple(one.happened) if one.happened is not None else None, one.done_at is not None,
        )
        for one in found
        if one.case_id in cases
    )  # fmt: skip


def _past(scope: Scope, found: Mapping[str, Any]) -> tuple[MoveRow, ...]:
    """Return the past cases of the user's stations that a coming change would have moved."""
    listed = found["list"]
    cases = _cases(scope, [one["case_id"] for one in listed])
    names = short_names(scope.session, cases)
    return tuple(
        MoveRow(one["case_id"], cases[one["case_id"]], False, names.get(one["case_id"], ""), tuple(one["changes"]))
        for one in listed
        if one["case_id"] in cases
    )


def _cases(scope: Scope, ids: Sequence[str]) -> dict[str, str]:
    rows = scope.session.exec(scope.select(Case).where(col(Case.id).in_(ids)))
    return {one.id: one.number for one in rows}


def _titles(rows: Iterable[MoveRow]) -> dict[str, Words]:
    """Return the titles of the rules that the changes name."""
    named = {
        change.get("rule") or change["id"]
        for row in rows
        for change in (*row.changes, *(row.happened or ()))
        if change["about"] in ("date", "escalation")
    }
    reasons = Reasons(rules.current().book, date.max)
    return {one: reasons.title(one) for one in named}


def _outcome(scope: Scope, row: RuleDraft) -> Outcome | None:
    """Return how far a publication is carried out, over all stations: figures only."""
    if row.state != "published":
        return None
    query = sa.select(col(RuleMove.done_at), col(RuleMove.foreseen), col(RuleMove.happened)).where(
        col(RuleMove.draft_id) == row.id, col(RuleMove.live)
    )
    done = waiting = same = other = untouched = 0
    for at, foreseen, happened in scope.session.execute(query):
        done, waiting = done + (at is not None), waiting + (at is None)
        untouched += at is not None and happened is None
        same += happened is not None and happened == foreseen
        other += happened is not None and happened != foreseen
    return Outcome(done, waiting, same, other, untouched)


