"""The rule book to read: the index with its search, a page for each rule and each thing it leans on, the print."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.plainwords import Language, pick
from mediation.domain.plainwords_book import KIND_WORDS
from mediation.domain.plainwords_entry import KINDS
from mediation.office import rulebook_pages, rulebook_print
from mediation.web.downloads import PDF, handed_out
from mediation.web.language import speaks_english
from mediation.web.session import allowed

bp = Blueprint("rulebook_pages", __name__)
LONGEST = 100


@bp.app_template_test("rule_of_the_book")
def rule_of_the_book(rule_id: str) -> bool:
    """Say whether a rule has its page: others decided long ago, and periods of wage talks stand with their place."""
    return rulebook_pages.has_rule(rule_id)


@bp.get("/rulebook")
@allowed("rulebook.read")
def index() -> ResponseReturnValue:
    """List the rules by step, or whatever has the words that are looked for."""
    asked = {name: request.args.get(name, "")[:LONGEST].strip() for name in ("q", "kind", "stratum")}
    with db.reading() as session:
        page = rulebook_pages.index(
            session, user=g.user, language=_language(), today=clock.today(), query=asked["q"], kind=asked["kind"],
            stratum=asked["stratum"],
        )  # fmt: skip
    return render_template(
        "rulebook/index.html", page=page, printed=rulebook_print.state(user=g.user), kinds=_kinds(), longest=LONGEST
    )


@bp.get("/rulebook/rules/<rule_id>")
@allowed("rulebook.read")
def rule(rule_id: str) -> ResponseReturnValue:
    """Show one rule with its articles, examples and versions."""
    page = rulebook_pages.rule(rule_id, user=g.user, language=_language(), today=clock.today())
    return render_template("rulebook/rule.html", page=page)


@bp.get("/rulebook/<entry_kind>/<key>")
@allowed("rulebook.read")
def entry(entry_kind: str, key: str) -> ResponseReturnValue:
    """Show one parameter, article, calendar, place, clause, desk or step."""
    page = rulebook_pages.entry(entry_kind, key, user=g.user, language=_language())
    return render_template("rulebook/entry.html", page=page, kinds=_kinds())


@bp.post("/rulebook/print")
@allowed("rulebook.read")
def ask() -> ResponseReturnValue:
    """Let the worker print the whole book."""
    rulebook_print.ask(by=g.user)
    flash(gettext("已安排制作打印稿，通常几分钟内完成。"))
    return redirect(url_for("rulebook_pages.index", _anchor="print"), code=303)


@bp.get("/rulebook/book.pdf")
@allowed("rulebook.read")
def paper() -> ResponseReturnValue:
    """Hand out the printed book."""
    return handed_out(rulebook_print.content(user=g.user), PDF, "规则手册.pdf", plain="rulebook.pdf")


def _language() -> Language:
    return "en" if speaks_english() else "zh"


def _kinds() -> dict[str, str]:
    """Return what each kind of entry is called."""
    return {kind: pick(KIND_WORDS[kind], _language()) for kind in KINDS}
