"""Signing with enough in it to look at: a claim below its floor, an agreement that half have signed, a phone's page."""

from __future__ import annotations

import re

from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.settlement import Settlement
from mediation.models.user import User
from mediation.office import settlements
from mediation.office.signing import codes, collecting, guard, lines
from tests.hands import HAND


def signing(issued: str) -> dict[str, str]:
    """Let the first sign and the second refuse; return the pages of its signing by name."""
    settlement_id, now = issued.split("/")[2], clock.now()
    with db.transaction() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
        first, second, third, *_ = lines.state(session, settlement_id)
        code = codes.code_of(collecting.open_code(session, first.id, by=by, now=now))
        collecting.draw(session, code, HAND, agrees=True, source="10.1.2.3", now=now)
        collecting.refused(session, second.id, "要等总公司盖章授权", by=by, now=now)
        code = codes.code_of(collecting.open_code(session, third.id, by=by, now=now))
        return {"signing": f"/settlements/{settlement_id}/signing", "signing-code": f"/signatures/{third.id}/code",
                "sign-here": f"/sign/{code}"}  # fmt: skip


def below(form: str) -> dict[str, str]:
    """Record why a claim stays below its floor, read back; return the preview that waits for a second reader."""
    settlement_id, now = re.search(r"/settlements/([\w-]+)", form)[1], clock.now()  # type: ignore[index]
    with db.transaction() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
        row, found = settlements.guarded(session, settlement_id, user=by, now=now)
        low = next(one for one in found if one.state == "below")
        guard.note(
            session, row, low, reason="急着回老家过年，少拿一点也愿意马上拿到钱。", read_to="赵某本人", by=by, now=now
        )
        assert session.get_one(Settlement, settlement_id).state == "draft"
    return {"guard": f"/settlements/{settlement_id}/preview"}
