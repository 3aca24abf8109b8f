"""The rooms of a station: added, renamed, taken out of use."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.models.sitting import Room
from mediation.office.sittings import rooms
from mediation.web import sittings_form
from mediation.web.editing import CHANGED, differences, refuse_outdated, seal
from mediation.web.session import allowed
from mediation.web.sittings_form import carry_out, labelled
from mediation.web.typed import Typed

bp = Blueprint("sittings_rooms", __name__)
USUAL_SEATS = "6"


@bp.get("/rooms")
@allowed("room.manage")
def show() -> ResponseReturnValue:
    """List the rooms of a station, with a form for one more."""
    return _page(Typed({"seats": USUAL_SEATS}))


@bp.post("/rooms")
@allowed("room.manage")
def add() -> ResponseReturnValue:
    """Add a room."""
    typed = Typed.read(request.form)
    station_id = typed("station_id")

    def act(session: Session) -> None:
        seats = sittings_form.number(typed, "seats", USUAL_SEATS)
        rooms.add(session, station_id, typed("room_name"), seats, by=g.user, now=clock.now())

    back = url_for("sittings_rooms.show", station=station_id or None)
    return carry_out(act, typed, told=gettext("调解室已新增。"), back=back, page=_page)


@bp.post("/rooms/<room_id>")
@allowed("room.manage")
def edit(room_id: str) -> ResponseReturnValue:
    """Rename a room, or take it out of use."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        page = rooms.page(session, user=g.user, station_id=typed("station_id"))
        kept = next((one for one in page.rooms if one.id == room_id), None)
        if kept is not None:
            refuse_outdated(typed, stored(kept), "room_name")
        seats, active = sittings_form.number(typed, "seats", USUAL_SEATS), typed("active") == "yes"
        rooms.edit(session, room_id, typed("room_name"), seats, active, by=g.user, now=clock.now())

    back = url_for("sittings_rooms.show", station=typed("station_id") or None)
    return carry_out(act, typed, told=gettext("调解室已更改。"), back=back, page=partial(_page, edited=room_id))


def stored(room: Room) -> Typed:
    """Return the form of a room as it is stored."""
    return Typed({"room_name": room.name, "seats": str(room.seats), "active": "yes" if room.active else ""})


def _page(typed: Typed, edited: str = "") -> str:
    wanted = request.args.get("station", "") or typed("station_id")
    with db.reading() as session:
        page = rooms.page(session, user=g.user, station_id=wanted)
    kept = next((one for one in page.rooms if one.id == edited), None)
    outdated = kept is not None and any(one.message == CHANGED for one in typed.problems)
    mine = Typed({name: typed(name) for name in ("room_name", "seats", "active")})
    return render_template(
        "sittings/rooms.html", page=page, form=labelled(typed), seals={one.id: seal(stored(one)) for one in page.rooms},
        edited=edited, differences=differences(labelled(mine), labelled(stored(kept))) if kept and outdated else (),
        back=url_for("sittings_rooms.show", station=page.station.id),
    )  # fmt: skip
