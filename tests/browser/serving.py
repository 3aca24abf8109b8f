"""A served house and a Chromium that asks nobody but it."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests import make

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
)  # fmt: skip


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port; give its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
"""The programs that will do, the best first: the shell is Chromium without tabs and address bar, and takes half the time."""


def find_chromium(path: str) -> str:
    """Return the Chromium or Chrome in the folders of `path`, that of the environment first.

    Never `chromium-browser`: on Ubuntu that only points to a snap, which can't be driven here.
    """
    found = next(filter(None, (shutil.which(name, path=path) for name in BROWSERS)), None)
    assert found, "No Chromium here; this command brings one: make test-setup"
    return found


def _here() -> str:
    return find_chromium(f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    found = _here()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def window(browser: Browser, width: int = 1280, **given: Any) -> Page:
    """Open a window of its own, without tabs and address bar: they are painted sixty times a second while a page loads."""
    page = browser.new_context(viewport={"width": width, "height": 900}, **given).new_page()
    if _here().endswith("headless-shell"):
        return page
    control = page.context.new_cdp_session(page)
    shown = control.send("Browser.getWindowForTarget")["windowId"]
    control.send("Browser.setWindowBounds", {"windowId": shown, "bounds": {"windowState": "fullscreen"}})
    control.detach()
    return page


_free: dict[tuple[Browser, str], list[Page]] = {}


@contextmanager
def lent(browser: Browser, **given: Any) -> Iterator[Page]:
    """Lend a window that knows nothing of what was done in it before: one more takes longer than three pages.

    It must come back as it was: a test that changes its size, or listens to it, opens its own.
    """
    free = _free.setdefault((browser, repr(sorted(given.items()))), [])
    page = free.pop() if free else window(browser, **given)
    yield page
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.set_default_timeout(30_000)
    free.append(page)


_entered: dict[tuple[str, str], list[Any]] = {}


def enter(page: Page, address: str, name: str) -> None:
    """Sign in, with Enter; again with the cookies of the first time, for sign-ins are limited to a few a minute."""
    if (address, name) in _entered:
        page.context.add_cookies(_entered[address, name])
        page.goto(address)
        return
    page.goto(f"{address}/sign-in")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(make.PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    _entered[address, name] = page.context.cookies()
