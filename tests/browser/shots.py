"""Take a picture of every page at 1280 and 390 pixels: `python -m tests.browser.shots FOLDER [LANGUAGE]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from mediation import config, db
from mediation.config import Settings
from tests.browser.lively import Addresses, fill
from tests.browser.serving import chromium, enter, served, window
from tests.browser.states import Visit, states
from tests.web.house import build

WIDTHS = (1280, 390)
LET_GO = "document.querySelectorAll('.submitbar').forEach((one) => { one.style.position = 'static' })"
"""The bar that sticks to the window stands where it belongs: it would cover what scrolls below it."""


def pages(at: Addresses) -> dict[str, dict[str, str]]:
    """Return name and path of every page, by the user who looks at it."""
    return {
        "": {"sign-in": "/sign-in", "verify-unknown": "/verify/ABCDEFGH23456789", "verify-genuine": at.genuine, "verify-file": "/verify"},
        "wang": {
            "notices": "/notices?show=all", "notice-settings": "/notices/settings",
            "board": "/", "intake": "/intake", "cases": "/cases", "case-wages": at.wages, "case-group": at.group,
            "case-unsafe": at.unsafe, "case-near": at.near, "claim": at.claim, "clocks": f"{at.near}/clocks", "facts": f"{at.wages}/facts", "terms": at.terms,
            "preview-issued": at.issued, "password": "/password", "sessions": "/sessions", "second-factor": "/second-factor", "missing": "/nowhere",
            "forbidden": "/rules/status", "search": "/search", "case-refused": at.refused, "consents-refused": f"{at.refused}/consents",
            "proof-list": f"{at.group}/why", "proof-desk": f"{at.group}/why/desk:union", "proof-not": f"{at.wages}/why/flag:group", "proof-amount": at.claim.replace("/claims/", "/why/amount:"),
            "case-returned": at.returned, "terms-many": at.many, "terms-group": at.group_terms,
            "equality": f"{at.wages}/equality", "risks": f"{at.unsafe}/risks", "willingness": f"{at.wages}/willingness", "evaluation-mine": "/evaluation/mine",
            "practice": "/practice", "practice-room": at.practice, "practice-score": at.practice_score,
            "preview-draft": f"{at.many}/preview", "ledgers": "/ledgers", "ledger": at.ledger, "ledger-done": at.ledger_done,
            "ledger-refused": f"{at.ledger}?only=refused",
            "rounds": at.rounds, "rounds-offer": f"{at.rounds}/offer?side=employer", "rounds-changes": f"{at.rounds}/2",
            "rounds-gaps": f"{at.rounds}/gaps", "rounds-notes": at.rounds.replace("/rounds", "/notes"),
            "rounds-draft": at.rounds.replace("/rounds", "/draft"), "clauses": "/talks/clauses", "papers": f"{at.wages}/papers", "paper-samples": "/papers", **at.room,
        },
        "gong": {"desk-board": "/", "inbox": "/inbox", "desk-notices": "/notices", "returning": at.returning,
            "talks-papers": f"{at.papers}/papers", "talks-filing": f"{at.papers}/filing",
            "talks-refused": at.days, "talks-team": f"{at.days}/team", "talks-days": f"{at.days}/days", "talks-minutes": at.minutes,
            "talks-place": f"{at.days}/place?talks_place=national", "talks-sessions": f"{at.days}/sessions",
            "costing": f"{at.costing}?offer=employer-1&offer=workers-1&offer=employer-2", "costing-steps": f"{at.costing}/steps?offer=employer-2",
            "what-if": f"{at.costing}/what-if?basis=employer-2", "what-if-plan": at.plan},
        "lv": {"duty": "/duty", "brief": at.brief, "opinion": f"{at.brief}/opinion", "clients": "/firm/clients",
            "article": "/duty/articles/ldmal-27-1?on=2026-11-16", "roster-mine": "/roster/mine", "swap": at.swap, "feeds": "/feeds", "lawyer-inbox": "/inbox"},
        "yuan": {"board-empty": "/", "cases-empty": "/cases"},
        "guan": {"admin-home": "/rules/status", "channels": "/channels", "deliveries": "/deliveries", "station": "/station", "certificates": "/station/certificates"},
        "shen": {"auditor-home": "/sessions"},
        "jing": {"police-case": at.unsafe},
        "zhan": {"rooms": "/rooms", "export": "/ledgers/export", "docket": "/duty", "case-duty": at.near, "roster": "/roster", "roster-gap": at.gap, "experts": "/experts", "expert-calls": f"{at.near}/experts", "roster-settings": "/roster/settings", "roster-firm": "/roster/firms/new",
            "roster-pattern": "/roster/patterns/new", "roster-lawyer": "/roster/lawyers/new", "roster-hours": "/roster/hours",
            "supervisor-board": "/", "risks-open": "/risks", "risk-contacts": "/risks/contacts", "complaints": "/complaints",
            "complaint-new": "/complaints/new", "complaint": at.complaint, "evaluation": "/evaluation", "practice-shared": "/practice", "facts-held": f"{at.wages}/facts", "rules": "/rules/status", "rulebook": "/rulebook", "rulebook-rule": "/rulebook/rules/deadline.limitation.general", "rulebook-place": "/rulebook/place/shanghai", "rulebook-clause": "/rulebook/clause/wage_level", "rule-health": "/rules/health",
            "calendars": "/rules/calendars", "calendar-new": "/rules/calendars/new", "rule-drafts": "/rules/drafts", "rule-draft": at.draft, "rule-draft-new": "/rules/drafts/new/period", "figures": "/figures", "equality-figures": "/figures/equality", "views": "/views",
            "supervision": "/supervision?level=3", "reassign": "/supervision/referrals?ticked=all", "why": at.why,
            "employers": "/supervision/employers", "employer": at.employer, "duplicates": "/duplicates",
            "findings": "/supervision/findings?check=no_credit_code", "case-again": at.again,
            "talks": "/talks", "talks-new": at.employer.replace("/supervision/employers", "/talks/new"), "talks-base": f"{at.talks}/base",
            "talks-edit": f"{at.talks}/edit", "talks-show": at.talks,
            "figures-cases": f"/figures/cases?figure=applications&period={config.clock.today():%Y-%m}"},
    }  # fmt: skip


def shoot(browser: Browser, visit: Visit, folder: Path) -> None:
    """Store the pictures, and say which page is wider than its window."""
    ways = states(visit)
    for width in WIDTHS:
        for user, paths in pages(visit.at).items():
            page = window(browser, width, locale="zh-CN")
            page.context.add_cookies([{"name": "language", "value": visit.language, "url": visit.address}])
            page.on("dialog", lambda dialog: dialog.accept())
            if user:
                enter(page, visit.address, user)
            for name, path in paths.items():
                visit.open(page, path)
                take(page, folder / f"{name}-{width}.png", width)
            for name, reach in ways.get(user, {}).items():
                reach(page)
                take(page, folder / f"{name}-{width}.png", width)
            page.context.close()


def take(page: Page, file: Path, width: int) -> None:
    """Store one picture; a few folds of a case page are opened, the bar that sticks to the window is let go."""
    page.evaluate("if (location.pathname.startsWith('/cases/')) document.querySelectorAll('#referrals details, "
                  "#dates details').forEach((one, nth) => { one.open = nth % 3 === 0 })")  # fmt: skip
    page.evaluate(LET_GO)
    page.screenshot(path=file, full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        print(f"{file.stem}: {wide} px wide")


@contextmanager
def lively_house(language: str) -> Iterator[tuple[Browser, Visit]]:
    """Build a lively house in a temporary folder; give a browser and the visit of its pages in that language."""
    rules = Path(__file__).parent.parent.parent / "rules"
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data_dir=Path(data), rules_dir=rules, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1)
        config.use(settings)
        config.ensure_keys(settings)
        db.migrate()
        app = build(settings)
        at = fill(app)
        with served(app) as address, chromium() as browser:
            yield browser, Visit(app, address, at, language)
        db.dispose()


def main(folder: str, language: str = "zh_Hans") -> None:
    """Picture every page of a lively house in `folder`."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with lively_house(language) as (browser, visit):
        shoot(browser, visit, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
