"""Correct who acts for a party: the entry keeps its place, what it said before stays on file as a former version."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, select

from mediation import seals
from mediation.access import Reader, Scope
from mediation.domain.partyform import SEALED
from mediation.domain.refusals import N_, Conflict, Problem
from mediation.models.base import new_id
from mediation.models.chain import Representative
from mediation.office.people import representatives
from mediation.office.people.keeping import CHANGED, Outdated

ENDED: Final = N_("该授权已经终止，请刷新页面查看。")
PAPERS: Final = ("evidence_id", "document_id")


def correct(
    session: Session, row_id: str, data: Mapping[str, Any], *, by: Reader, now: datetime, seen: str = ""
) -> Representative:
    """Correct an entry; an empty number stays as it is, an authority that is chosen takes the place of the one on file.

    `seen` names the version that the form showed. Raises Refused as `representatives.add` does, Outdated where it
    changed since, Conflict for an authority that is over.
    """
    Scope(session, by).get(Representative, row_id)
    row = session.exec(select(Representative).where(Representative.id == row_id).with_for_update()).one()
    party, case = representatives.party_of(session, row.party_id, by)
    if row.ended_on is not None or row.replaced_at is not None:
        raise Conflict(ENDED)
    if seen not in ("", seal_of(row)):
        raise Outdated(Problem(CHANGED, "name"))
    said = representatives.read(session, party, data, by, now)
    values = {name: value for name, value in said.plain.items() if name not in PAPERS}
    chosen = {name: said.plain[name] for name in PAPERS}
    if any(chosen.values()):
        values |= chosen
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    changed += [name for name, text in said.numbers.items() if getattr(row, f"{name}_digest") != seals.digest(text)]
    if not changed:
        return row
    session.add(_former(row, now))
    for name, value in values.items():
        setattr(row, name, value)
    representatives.enter_numbers(row, said.numbers)
    row.noted_at, row.noted_by = now, by.id
    session.add(row)
    session.flush()
    fields = {"side": party.side, "capacity": row.capacity, "agent_fields": "、".join(changed)}
    representatives.record(session, row, "representative.correct", fields, by, now)
    return row


def former(session: Session, row_id: str, *, user: Reader) -> list[Representative]:
    """Return what an entry said before it was corrected, the last first."""
    query = Scope(session, user).select(Representative).where(Representative.version_of == row_id)
    rows = [one for one in session.exec(query) if one.replaced_at is not None]
    return sorted(rows, key=lambda one: str(one.replaced_at), reverse=True)


def seal_of(row: Representative) -> str:
    """Return what names one version of an entry: another as soon as something on file differs."""
    held = {name: value for name, value in row.model_dump().items() if not name.endswith("_sealed")}
    return hashlib.sha256(repr(sorted(held.items())).encode()).hexdigest()[:32]


def _former(row: Representative, now: datetime) -> Representative:
    """Return a copy of an entry as it stands, its numbers sealed for their new place."""
    values = row.model_dump() | {"id": new_id(), "version_of": row.id, "replaced_at": now}
    for name in SEALED:
        if values[f"{name}_sealed"]:
            text = seals.open(values[f"{name}_sealed"], table="representative", column=name, row=row.id)
            values[f"{name}_sealed"] = seals.seal(text, table="representative", column=name, row=values["id"])
    return Representative(**values)
