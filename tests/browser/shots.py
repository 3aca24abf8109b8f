"""Take a picture of every page at 1280 and 390 pixels: `python -m tests.browser.shots FOLDER [LANGUAGE]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from mediation import config, db
from mediation.config import Settings
from tests.browser.lively import Addresses, fill
from tests.browser.serving import chromium, enter, served
from tests.web.house import build

WIDTHS = (1280, 390)


def pages(at: Addresses) -> dict[str, dict[str, str]]:
    """Return name and path of every page, by the user who looks at it."""
    return {
        "": {"sign-in": "/sign-in", "verify-unknown": "/verify/ABCDEFGH23456789"},
        "wang": {
            "board": "/", "intake": "/intake", "cases": "/cases", "case-wages": at.wages, "case-group": at.group,
            "case-unsafe": at.unsafe, "case-near": at.near, "facts": f"{at.wages}/facts", "terms": at.terms,
            "preview-issued": at.issued, "password": "/password", "sessions": "/sessions", "missing": "/nowhere",
        },
        "gong": {"desk-board": "/", "inbox": "/inbox"},
        "jing": {"police-case": at.unsafe},
        "zhan": {"supervisor-board": "/", "rules": "/rules/status"},
    }  # fmt: skip


def shoot(browser: Browser, address: str, at: Addresses, folder: Path, language: str) -> None:
    """Store the pictures, and say which page is wider than its window."""
    for width in WIDTHS:
        for user, paths in pages(at).items():
            context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
            context.add_cookies([{"name": "language", "value": language, "url": address}])
            page = context.new_page()
            page.on("console", lambda said: print("console:", said.text) if said.type == "error" else None)
            if user:
                enter(page, address, user)
            for name, path in paths.items():
                page.goto(address + path)
                if name.startswith("case-"):
                    page.evaluate("document.querySelectorAll('#referrals details, #dates details').forEach("
                                  "(one, nth) => { one.open = nth % 3 === 0 })")  # fmt: skip
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    print(f"{name}: {wide} px wide in a window of {width}")
            context.close()


def main(folder: str, language: str = "zh_Hans") -> None:
    """Build a lively house in a temporary folder and picture it."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    rules = Path(__file__).parent.parent.parent / "rules"
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data_dir=Path(data), rules_dir=rules, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1)
        config.use(settings)
        config.ensure_keys(settings)
        db.migrate()
        app = build(settings)
        at = fill(app)
        with served(app) as address, chromium() as browser:
            shoot(browser, address, at, Path(folder), language)


if __name__ == "__main__":
    main(*sys.argv[1:])
