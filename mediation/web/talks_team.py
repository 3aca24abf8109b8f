"""The teams of wage talks: representatives one by one or as a pasted list, what is found while one types, naming."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Conflict, Refused
from mediation.office import talks_team, talks_team_pages
from mediation.office.records.talks_team import MemberRecord, TeamPage
from mediation.office.talks_team_form import Listed
from mediation.web import talks_forms
from mediation.web.session import allowed
from mediation.web.show import say, words
from mediation.web.typed import Typed

bp = Blueprint("talks_team", __name__)
FLAGS = ("chief", "outsider", "woman")
TOLD = {
    "add": N_("已登记协商代表。"), "list": N_("已录入名单。"), "named": N_("已登记书面告知之日。"),
    "correct": N_("已改正。"), "leave": N_("已登记离任。"), "strike": N_("已删除误录的代表。"),
}  # fmt: skip
MODES = ("correct", "leave")


@bp.get("/talks/<talks_id>/team")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show both teams with what is found in them; `member` and `mode` open the forms of one representative."""
    return _page(talks_id, None, request.args.get("member", "")[:64], request.args.get("mode", ""))


@bp.post("/talks/<talks_id>/team")
@allowed("talks.edit")
def change(talks_id: str) -> ResponseReturnValue:
    """Add a representative or a list, or note when the teams were named; `check` only looks at what was typed."""
    typed, do = Typed.read(request.form), request.form.get("do", "add")
    if do == "check":
        return _page(talks_id, typed)
    if do == "check_list":
        return _looked_through(talks_id, typed)
    acts = {"add": talks_team.add, "list": talks_team.add_list, "named": talks_team.name_teams}
    if do not in acts:
        raise Conflict(N_("请刷新页面后重试。"))
    try:
        with db.transaction() as session:
            done = acts[do](session, talks_id, typed.values, by=g.user, now=clock.now(), version=talks_forms.version())
            chief = talks_team_pages.chief_by_law(done) if isinstance(done, Listed) else None
    except Refused as refused:
        return _page(talks_id, typed, status=talks_forms.again(refused, typed))
    flash(gettext(TOLD[do]))
    if chief is not None:
        law = gettext("、").join(words(one.title) for one in chief.laws)
        flash(gettext("%(why)s（%(law)s）。另有人选的，请点“改正”。", why=say(chief.why), law=law), "warning")
    return redirect(url_for("talks_team.show", talks_id=talks_id), code=303)


@bp.post("/talks/<talks_id>/team/check")
@allowed("talks.edit")
def check(talks_id: str) -> ResponseReturnValue:
    """Say what would be found with a representative as typed so far; a part of the page, fetched while one types."""
    typed = Typed.read(request.form)
    with db.reading() as session:
        found = talks_team_pages.trial(
            session, talks_id, typed.values, user=g.user, now=clock.now(), member_id=typed("member")
        )
    return render_template("talks/team_found.html", findings=found)


@bp.post("/talks/<talks_id>/team/<talks_member_id>")
@allowed("talks.edit")
def change_one(talks_id: str, talks_member_id: str) -> ResponseReturnValue:
    """Correct a representative, end the duty, or take out an entry made by mistake."""
    typed, do = Typed.read(request.form), request.form.get("do", "correct")
    try:
        with db.transaction() as session:
            _change_one(session, talks_id, talks_member_id, do, typed)
    except Refused as refused:
        mode = do if do in MODES else "correct"
        return _page(talks_id, typed, talks_member_id, mode, status=talks_forms.again(refused, typed))
    flash(gettext(TOLD[do]))
    return redirect(url_for("talks_team.show", talks_id=talks_id), code=303)


def _change_one(session: Session, talks_id: str, member_id: str, do: str, typed: Typed) -> None:
    by, now, version = g.user, clock.now(), talks_forms.version()
    if do == "correct":
        talks_team.correct(session, talks_id, member_id, typed.values, by=by, now=now, version=version)
    elif do == "leave":
        talks_team.leave(session, talks_id, member_id, typed.values, by=by, now=now, version=version)
    elif do == "strike":
        talks_team.strike(session, talks_id, member_id, by=by, now=now, version=version)
    else:
        raise Conflict(N_("请刷新页面后重试。"))


def _looked_through(talks_id: str, typed: Typed) -> ResponseReturnValue:
    """Show a pasted list as it is understood, with what would be found; nothing is stored."""
    try:
        with db.reading() as session:
            pasted = talks_team_pages.listed(session, talks_id, typed.values, user=g.user)
    except Refused as refused:
        return _page(talks_id, typed, status=talks_forms.again(refused, typed))
    return _page(talks_id, typed, pasted=pasted)


def _page(  # noqa: PLR0913 - one page in all its states
    talks_id: str, typed: Typed | None = None, member_id: str = "", mode: str = "", *, status: int = 200,
    pasted: Listed | None = None,
) -> ResponseReturnValue:  # fmt: skip
    now = clock.now()
    with db.reading() as session:
        page = talks_team_pages.page(session, talks_id, user=g.user, now=now, member_id=member_id, pasted=pasted)
        form = typed or (_typed(page.chosen, mode) if page.chosen else Typed())
        found = page.findings
        if typed is not None and typed("name") and mode != "leave":
            found = talks_team_pages.trial(session, talks_id, typed.values, user=g.user, now=now, member_id=member_id)
    form.labels = {
        "side": gettext("哪一方"), "name": gettext("姓名"), "since": gettext("担任代表之日"),
        "until": gettext("离任之日（最后一天）"),
    }  # fmt: skip
    shown = render_template(
        "talks/team.html", page=page, t=page.frame, form=form, findings=found, today=clock.today().isoformat(),
        mode=mode if page.chosen and mode in MODES else "", chosen_id=page.chosen.id if page.chosen else "",
        heirs=_heirs(page),
    )  # fmt: skip
    return shown, status


def _heirs(page: TeamPage) -> list[tuple[str, str]]:
    """Return who may take the seat of the representative whose forms are open."""
    own = [one for side in page.sides for one in side.serving if page.chosen and side.side == page.chosen.side]
    return [(one.id, one.name) for one in own if page.chosen and one.id != page.chosen.id and not one.replaces]


def _typed(one: MemberRecord, mode: str) -> Typed:
    """Return the form of a representative as stored; the form that ends the duty begins empty."""
    if mode == "leave":
        return Typed()
    names = ("side", "name", "title", "phone", "post", "chosen", "left_why")
    days = {name: getattr(one, name) for name in ("since", "until", "contract_until")}
    return Typed(
        {name: getattr(one, name) for name in names}
        | {name: day.isoformat() if day else "" for name, day in days.items()}
        | {name: "yes" for name in FLAGS if getattr(one, name)}
    )
