"""The request to change or cancel a contract in force (N19): by agreement, in a new round of the same procedure.

集体合同规定 40, 41.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_, Conflict
from mediation.models.talks import CHANGES, SIDES, Talks
from mediation.office.talks_deed import Deed, Ground

NOT_IN_FORCE: Final = N_("合同没有生效，或者已经期满终止，不能要求变更、解除")
NOT_ASKED: Final = N_("请在“要求变更、解除合同”中登记")


def _ask(ground: Ground) -> dict[str, Any]:
    row = ground.row
    on = ground.past("change_asked_on")
    kind, side = ground.given.get("change_kind", ""), ground.given.get("change_side", "")
    if row.stage != "in_force":
        ground.wrong(NOT_IN_FORCE, "change_asked_on")
    if kind not in CHANGES:
        ground.wrong(N_("请选择变更还是解除"), "change_kind")
    if side not in SIDES:
        ground.wrong(N_("请选择由哪一方提出"), "change_side")
    why = ground.words("change_why", required=True)
    not_before_effect(ground, on)
    row.change_asked_on, row.change_kind, row.change_side, row.change_why = on, kind, side, why
    return {"change_asked_on": on, "change_kind": kind, "change_side": side, "change_why": why}


def not_before_effect(ground: Ground, on: date | None) -> None:
    """Note a request that is older than the contract it is about."""
    effective = ground.row.effective_on
    if on is not None and effective is not None and on < effective:
        ground.wrong(N_("早于合同生效之日 %(day)s"), "change_asked_on", day=effective)


def must_be_asked(old: Talks) -> None:
    """Raise Conflict unless one side asked to change or cancel the contract, and it is in force."""
    if old.stage != "in_force" or old.change_asked_on is None:
        raise Conflict(N_("没有登记变更、解除合同的要求，或者合同已经终止；请先在原协商中登记要求之日。"))


def follow(ground: Ground) -> None:
    """Bring the request to the day that was corrected; without a day it wasn't made."""
    row = ground.row
    if row.change_asked_on is None:
        row.change_kind, row.change_side, row.change_why = "", "", ""
    elif not row.change_kind:
        ground.wrong(NOT_ASKED, "change_asked_on")
    not_before_effect(ground, row.change_asked_on)


ASK: Final = Deed(_ask, ("change_asked_on", "change_kind", "change_side", "change_why"))
