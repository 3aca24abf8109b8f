"""The list of a group's workers as pages and other parts read it; numbers masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import seals
from mediation.domain import grouproll
from mediation.domain.grouproll import Row
from mediation.domain.refusals import N_, Problem
from mediation.models.group import GroupWorker

OUT: Final = ("refused", "left")
"""States of workers who take no part in what is being settled."""
SEVERAL: Final = N_("名册上有几名劳动者与此同名，请填写身份证号")
LEFT: Final = N_("该劳动者已登记退出，请先在名册上恢复")


@dataclass(frozen=True)
class WorkerLine:
    """One worker. `nth` counts from 1; `state` as in models/group; sums in fen."""

    id: str
    nth: int
    name: str
    id_number: str
    phone: str
    post: str
    claimed: int | None
    offered: int | None
    paid: int
    state: str
    elected: bool
    elected_on: date | None
    elected_how: str
    left_why: str
    note: str

    @property
    def out(self) -> bool:
        """Tell whether the worker takes no part in what is being settled."""
        return self.state in OUT


def rows(session: Session, case_id: str) -> list[GroupWorker]:
    """Return everybody on the list of a case, in its order."""
    query = select(GroupWorker).where(GroupWorker.case_id == case_id).order_by(col(GroupWorker.position))
    return list(session.exec(query))


def workers(session: Session, case_id: str) -> tuple[WorkerLine, ...]:
    """Return everybody on the list of a case the caller may show, in its order."""
    return tuple(line(one) for one in rows(session, case_id))


def line(row: GroupWorker) -> WorkerLine:
    """Return one worker."""
    return WorkerLine(
        id=row.id, nth=row.position + 1, name=row.name, id_number=seals.mask(row.id_number_tail, "id_number"),
        phone=seals.mask(row.phone_tail, "phone"), post=row.post, claimed=row.claimed, offered=row.offered,
        paid=row.paid, state=row.state, elected=row.elected, elected_on=row.elected_on, elected_how=row.elected_how,
        left_why=row.left_why, note=row.note,
    )  # fmt: skip


def shares(session: Session, case_id: str) -> list[tuple[str, int | None]]:
    """Return who takes part in what is being settled, with the share of each where it is said.

    A name that several bear is told with the number on the list, as `called` writes it.
    """
    there = rows(session, case_id)
    twins = shared(there)
    return [(called(one, twins), one.offered) for one in there if one.state not in OUT]


def called(row: GroupWorker, twins: Container[str]) -> str:
    """Return a worker's name as forms tell it: with the number on the list where others bear the name, too."""
    return f"{row.name}（{row.position + 1}号）" if row.name in twins else row.name


def by_name(session: Session, case_id: str) -> dict[str, tuple[int, ...]]:
    """Return under which numbers each name stands on the list of a case."""
    found: dict[str, tuple[int, ...]] = {}
    for one in rows(session, case_id):
        found[one.name] = (*found.get(one.name, ()), one.position + 1)
    return found


def bound(session: Session, case_id: str, listed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a settlement's list, each with the `worker` it means, None where that can't be told.

    A worker stands by the id, else by `nth`, the number on the list of the case, else by a name that tells it: as many
    rows bear the name as workers of the list, or as workers who take part. Nobody stands twice.
    """
    roll = rows(session, case_id) if listed else []
    free, twins = {one.id: one for one in roll}, shared(roll)
    numbered = {(one.name, str(one.position + 1)): one for one in roll}
    found: list[dict[str, Any]] = [{**row, "worker": None} for row in listed]
    unsure: dict[str, list[int]] = {}
    for at, row in enumerate(listed):
        stands = numbered.get((str(row.get("name")), str(row.get("nth"))))  # under the number, if the name stands there
        hit = free.get(str(row.get("worker") or "")) or stands
        if hit is not None and hit.id in free:
            found[at]["worker"] = free.pop(hit.id).id
        elif not row.get("nth"):
            unsure.setdefault(str(row.get("name") or ""), []).append(at)
    left: dict[str, list[GroupWorker]] = {}
    for one in free.values():
        left.setdefault(one.name, []).append(one)
    for name, places in unsure.items():
        same = left.get(name, [])
        for able in (same, [one for one in same if one.state not in OUT]):
            if len(able) == len(places):
                for at, one in zip(places, able, strict=True):
                    found[at]["worker"] = one.id
                break
    numbers = {one.id: one.position + 1 for one in roll if one.name in twins}
    return [{**one, "nth": str(numbers[one["worker"]])} if one["worker"] in numbers else one for one in found]


def shared(there: Iterable[GroupWorker]) -> set[str]:
    """Return the names that several workers bear."""
    counts = Counter(one.name for one in there)
    return {name for name, count in counts.items() if count > 1}


def refusing(session: Session, case_id: str) -> dict[str, str]:
    """Return id and name, as forms tell it, of the workers who refused what is being settled."""
    there = rows(session, case_id)
    twins = shared(there)
    return {one.id: called(one, twins) for one in there if one.state == "refused"}


def id_numbers(session: Session, case_id: str) -> dict[str, str]:
    """Return the opened ID number of everybody on the list by worker, for papers alone."""
    return {one.id: _opened(one) for one in rows(session, case_id)}


def list_numbers(session: Session, case_id: str) -> dict[str, int]:
    """Return the number on the list of everybody on it by worker: whoever leaves takes it along, no other gets it."""
    return {one.id: one.position + 1 for one in rows(session, case_id)}


def match(there: Sequence[GroupWorker], one: Row, problems: list[Problem]) -> GroupWorker | None:
    """Return who of the list a row means: by the ID number, else by a name that no number tells apart."""
    digest = seals.digest(one.id_number) if one.id_number else ""
    found = [row for row in there if digest and row.id_number_digest == digest]
    if not found:
        found = [row for row in there if row.name == one.name and not (digest and row.id_number_digest)]
    key, params = "name", {"line": one.line, "name": grouproll.FIRST["name"]}
    if len(found) > 1:
        problems.append(Problem(SEVERAL, f"{grouproll.FIELD}.{one.line}.{key}", one.name, params=params))
    elif found and found[0].state == "left":
        problems.append(Problem(LEFT, f"{grouproll.FIELD}.{one.line}.{key}", one.name, params=params))
    return found[0] if len(found) == 1 else None


def twice(listed: Iterable[GroupWorker]) -> dict[str, str]:
    """Return by id who may stand on the list again, and by which column that is told: `id_number` or `name`."""
    there = [one for one in listed if one.state != "left"]
    found = grouproll.twice([(nth, one.name, one.id_number_digest or "") for nth, one in enumerate(there)])
    return {there[nth].id: key for nth, _, key in found} | {there[first].id: key for _, first, key in found}


def _opened(row: GroupWorker) -> str:
    sealed = row.id_number_sealed
    return seals.open(sealed, table="group_worker", column="id_number", row=row.id) if sealed else ""
