"""Times offered for a session to one side, then to the other."""

from __future__ import annotations

from functools import partial
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office.consents import pages, times
from mediation.web import consents_form
from mediation.web.consents_form import carry_out
from mediation.web.failures import is_form_fault
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("consents_times", __name__)
MINUTES: Final = ("30", "60", "90", "120", "180")


@bp.get("/cases/<case_id>/consents/times")
@allowed("sitting.plan")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show the sessions that are being arranged."""
    return _page(case_id, Typed({"mediator_id": g.user.id}))


@bp.post("/cases/<case_id>/consents/times")
@allowed("sitting.plan")
def offer(case_id: str) -> ResponseReturnValue:
    """Offer times to one side."""
    typed, now = Typed.read(request.form), clock.now()

    def act(session: Session) -> None:
        times.offer(session, case_id, consents_form.times(typed), by=g.user, now=now)

    back = url_for("consents_times.of_case", case_id=case_id)
    told = gettext("已留出这些时间和调解室；请向该方询问，并登记答复。")
    return carry_out(act, typed, told=told, back=back, page=partial(_page, case_id))


@bp.post("/offered-times/<slot_id>")
@allowed("sitting.plan")
def answer(slot_id: str) -> ResponseReturnValue:
    """Note what a side said to a time."""
    accepted = request.form.get("do") == "accept"
    try:
        with db.transaction() as session:
            row = times.answer(session, slot_id, accepted, by=g.user, now=clock.now())
            case_id, timed = row.case_id, row.starts_at is not None
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        with db.reading() as session:
            case_id = pages.case_of_time(session, slot_id, user=g.user)
        return _page(case_id, Typed({}, refused.problems)), 422
    if timed:
        flash(gettext("双方都同意，调解会时间已定；请通知双方，可以另发邀请。"))
    else:
        flash(gettext("已登记；该时间已转给另一方，请继续询问。") if accepted else gettext("已登记，该时间不再保留。"))
    return redirect(url_for("consents_times.of_case", case_id=case_id), code=303)


@bp.post("/sittings/<sitting_id>/times/withdraw")
@allowed("sitting.plan")
def take_back(sitting_id: str) -> ResponseReturnValue:
    """Take back every time on offer for a session."""
    with db.transaction() as session:
        case_id = times.take_back(session, sitting_id, by=g.user, now=clock.now()).case_id
    flash(gettext("已收回，时间和调解室不再保留。"))
    return redirect(url_for("consents_times.of_case", case_id=case_id), code=303)


def _page(case_id: str, typed: Typed) -> str:
    with db.reading() as session:
        page = pages.times_of(session, case_id, user=g.user, now=clock.now())
    free = [one.sitting for one in page.arranging if one.sitting.starts_at is None and not one.waiting]
    typed.labels = {one.field: consents_form.label(one.field) for one in typed.problems}
    return render_template(
        "consents/times.html", page=page, form=typed, minutes=MINUTES, most=range(times.MOST),
        sittings=[
            ("", gettext("新的调解会")), *((one.id, gettext("第 %(nth)s 次调解会", nth=one.nth)) for one in free)
        ],
        rooms=[(one.id, one.name) for one in page.rooms],
        staff=[(one.id, one.display_name or one.name) for one in page.staff],
    )  # fmt: skip
