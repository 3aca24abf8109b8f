"""The station's settings, for its admin: name, organisation, hours; and the place whose rules come first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from mediation import db
from mediation.access import Reader
from mediation.config import clock
from mediation.domain.refusals import N_, Refused
from mediation.models.station import Station
from mediation.office import station_settings
from mediation.web.failures import keep_faults
from mediation.web.me import asked_station
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import ORGANISATIONS

bp = Blueprint("station", __name__)
LABELS: Final[Mapping[str, str]] = {
    "name": N_("站点名称"), "short_name": N_("文书字号中的简称"), "organisation_name": N_("调解组织全称"),
    "organisation_kind": N_("调解组织类型"), "address": N_("站点地址"), "phone": N_("站点电话"),
    "opens_at": N_("窗口开始时间"), "closes_at": N_("窗口结束时间"), "hold_minutes": N_("值班时段保留（分钟）"),
    "place": N_("适用地区"),
}  # fmt: skip


class Deed(Protocol):
    """What may be done with a proposed change."""

    def __call__(self, session: Session, draft_id: str, *, by: Reader, now: datetime) -> Any:
        """Do it."""
        ...


DEEDS: Final[Mapping[str, tuple[Deed, str]]] = {
    "apply": (station_settings.apply, N_("变更已生效。会变动的在办案件将在一两分钟内重新分流，结果显示在本页。")),
    "drop": (station_settings.drop, N_("变更已放弃。")),
    "again": (station_settings.again, N_("已按现行规则重新提出并安排演练。")),
}  # fmt: skip


@bp.get("/station")
@allowed("station.manage")
def show() -> ResponseReturnValue:
    """Show the settings of a station."""
    station = asked_station()
    return _page(station, _stored(station), _goes_by(station))


@bp.post("/station")
@allowed("station.manage")
def save() -> ResponseReturnValue:
    """Store what no rule asks for."""
    station, form = asked_station(), Typed.read(request.form)
    try:
        with db.transaction() as session:
            station_settings.save(session, station.id, form.values, by=g.user, now=clock.now())
    except Refused as refused:
        return _refused(station, refused, form, _goes_by(station), form)
    flash(gettext("站点设置已保存。"))
    return redirect(url_for("station.show", station=station.code), code=303)


@bp.post("/station/place")
@allowed("station.manage")
def propose() -> ResponseReturnValue:
    """Let the worker find out what another place or kind of organisation would move."""
    station, form = asked_station(), Typed.read(request.form)
    try:
        with db.transaction() as session:
            row = station_settings.propose(
                session, station.id, form("place"), form("organisation_kind"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        return _refused(station, refused, _stored(station), form, form)
    flash(gettext("已安排演练，一分钟内开始；看过会变动的案件后再确认。"))
    return redirect(url_for("rule_drafts.show", draft_id=row.id), code=303)


@bp.post("/station/changes/<draft_id>/<station_deed>")
@allowed("station.propose")
def decide(draft_id: str, station_deed: str) -> ResponseReturnValue:
    """Confirm a proposed change, give it up, or propose it anew."""
    if station_deed not in DEEDS:
        raise NotFound
    act, told = DEEDS[station_deed]
    with db.transaction() as session:
        found = act(session, draft_id, by=g.user, now=clock.now())
        shown = found.id if station_deed == "again" else draft_id
    flash(gettext(told))
    return redirect(url_for("rule_drafts.show", draft_id=shown), code=303)


def _stored(station: Station) -> Typed:
    """Return the form as the station stands."""
    values = {name: str(getattr(station, name)) for name in station_settings.MOST}
    hours = {name: f"{getattr(station, name):%H:%M}" for name in ("opens_at", "closes_at")}
    return Typed({**values, **hours, "hold_minutes": str(station.hold_minutes)})


def _goes_by(station: Station) -> Typed:
    return Typed({"place": station.place, "organisation_kind": station.organisation_kind})


def _refused(
    station: Station, refused: Refused, form: Typed, goes_by: Typed, wrong: Typed
) -> ResponseReturnValue:
    keep_faults(refused, wrong)
    return _page(station, form, goes_by), refused.status


def _page(station: Station, form: Typed, goes_by: Typed) -> str:
    form.labels = goes_by.labels = {name: gettext(label) for name, label in LABELS.items()}
    with db.reading() as session:
        page = station_settings.page(session, station.id, user=g.user)
    return render_template(
        "station/settings.html", page=page, station=page.station, stations=g.user.stations, form=form,
        goes_by=goes_by, kinds=ORGANISATIONS,
    )  # fmt: skip
