"""The search box. What is looked for never stands in an address: names and numbers would end up in logs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.domain import tokens
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.case import STATES
from mediation.office import search
from mediation.office.people import whole
from mediation.office.search import Filters, Found
from mediation.office.views import PAGES
from mediation.web import fields
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import CASE_STATES, CLAIMS, DESKS

bp = Blueprint("search", __name__)


@bp.get("/search")
@allowed("case.read")
def ask() -> ResponseReturnValue:
    """Show the empty box, and how to ask."""
    return _page(Typed(), None)


@bp.post("/search")
@allowed("case.read")
def find() -> ResponseReturnValue:
    """Show the cases that hold what was typed."""
    return found(Typed.read(request.form))


def found(form: Typed) -> ResponseReturnValue:
    """Show the page with what was asked for and what was found, or what is wrong with the question."""
    number = form("page", "1")
    try:
        filters = _filters(form)
        with db.reading() as session:
            page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
            cases = search.find(session, form("q"), filters, user=g.user, page=page)
            people = whole.named(session, form("q"), [row.id for row in cases.rows], user=g.user)
    except Refused as refused:
        form.problems = refused.problems
        return _page(form, None)
    return _page(form, cases, people)


def _page(form: Typed, found: Found | None, people: tuple[whole.Hit, ...] = ()) -> ResponseReturnValue:
    narrowed = any(form(name) for name in ("state", "lead", "kind", "received_from", "received_until"))
    page = render_template(
        "search.html", form=form, found=found, people=people, narrowed=narrowed, longest=tokens.LONGEST,
        most=search.MOST,
        chosen={name: form(name) for name in PAGES["search"] if form(name).strip()}, states=_or_all(CASE_STATES),
        desks=_or_all(DESKS), kinds=fields.claim_options(),
    )  # fmt: skip
    return page, 422 if form.problems else 200


def _or_all(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", gettext("全部")), *fields.options(table)]


def _filters(form: Typed) -> Filters:
    problems: list[Problem] = []
    filters = Filters(
        state=_one_of(form, "state", STATES, problems),
        lead=_one_of(form, "lead", DESKS, problems),
        kind=_one_of(form, "kind", CLAIMS, problems),
        received_from=_day(form, "received_from", problems),
        received_until=_day(form, "received_until", problems),
    )
    if filters.received_from and filters.received_until and filters.received_from > filters.received_until:
        problems.append(Problem(N_("开始日期晚于结束日期"), "received_until", form("received_until")))
    if problems:
        raise Refused(problems)
    return filters


def _one_of(form: Typed, name: str, known: Collection[str], problems: list[Problem]) -> str | None:
    said = form(name)
    if said and said not in known:
        problems.append(Problem(N_("没有这个选项"), name, said))
    return said or None


def _day(form: Typed, name: str, problems: list[Problem]) -> date | None:
    said = form(name).strip()
    if not said:
        return None
    if not fields.is_day(said):
        problems.append(Problem(N_("不是日期"), name, said, "2026-11-22"))
        return None
    return date.fromisoformat(said)
