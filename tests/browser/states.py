"""Pages in states that a link alone doesn't reach: refused forms, a locked sign-in, a lost token, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask
from playwright.sync_api import Page

from mediation.office.sign_in import ACCOUNT_A_MINUTE
from mediation.web.failures import failure_page
from tests.browser.lively import Addresses

FAULTS = (400, 409, 413, 422, 429, 500)


@dataclass(frozen=True)
class Visit:
    """One window in one house, as the states need it."""

    app: Flask
    address: str
    at: Addresses
    language: str

    def open(self, page: Page, path: str) -> None:
        """Open a page of the house."""
        page.goto(self.address + path)


def states(visit: Visit) -> dict[str, dict[str, Callable[[Page], None]]]:
    """Return name and way to every state, by the user who meets it."""
    return {
        "": {"sign-in-wrong": lambda page: _try(visit, page, 1), "sign-in-locked": lambda page: _locked(visit, page)},
        "wang": {
            "intake-wrong": lambda page: _wrong_intake(visit, page),
            "terms-wrong": lambda page: _wrong_terms(visit, page),
            "facts-wrong": lambda page: _wrong_facts(visit, page),
            "number-shown": lambda page: _number_shown(visit, page),
            "rounds-preview": lambda page: _offer(visit, page, {"wage_level.change": "-2.5"}),
            "rounds-wrong": lambda page: _offer(visit, page, {"wage_level.change": "三个点", "round": ""}),
            "held": lambda page: _held(visit, page),
            **{f"fault-{status}": _fault(visit, status) for status in FAULTS},
            "held-signed-out": lambda page: _held_signed_out(visit, page),
        },
        "zhan": {"talks-new-wrong": lambda page: _wrong_talks(visit, page)},
        "gong": {"returning-wrong": lambda page: _wrong_return(visit, page)},
    }


@contextmanager
def sent(page: Page) -> Iterator[None]:
    """Wait until the form that is sent within has been answered, with anything but a fault."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
        yield
    page.wait_for_load_state()
    assert waiting.value.status < HTTPStatus.INTERNAL_SERVER_ERROR, page.url


def _try(visit: Visit, page: Page, times: int) -> None:
    for _ in range(times):
        visit.open(page, "/sign-in")
        page.locator("[name=name]").fill("lu-ren")
        page.locator("[name=password]").fill("不是这个密码")
        with sent(page):
            page.locator("main button").click()


def _locked(visit: Visit, page: Page) -> None:
    _try(visit, page, ACCOUNT_A_MINUTE + 1)


def _wrong_intake(visit: Visit, page: Page) -> None:
    visit.open(page, "/intake")
    page.locator('[name="applicants[0].name"]').fill("周桂芳")
    page.locator('[name="claims[0].amount"]').fill("两万多")
    page.locator("details.panel > summary").first.click()
    page.locator('[name="applicants[0].id_number"]').fill("310112199001310028")
    page.locator('[name="workers"]').fill("十来个")
    with sent(page):
        page.locator(".submitbar .btn-primary").click()


def _wrong_terms(visit: Visit, page: Page) -> None:
    visit.open(page, visit.at.terms)
    page.locator('[name="instalments[0].due_on"]').fill("2020-01-01")
    page.locator('[name="instalments[0].amount"]').fill("1")
    page.locator('[name="account.number"]').fill("123")
    with sent(page):
        page.locator(".submitbar .btn-primary").click()


def _wrong_facts(visit: Visit, page: Page) -> None:
    visit.open(page, f"{visit.at.wages}/facts")
    page.locator('[name="workers"]').fill("0")
    with sent(page):
        page.locator(".submitbar .btn-primary").click()


def _wrong_return(visit: Visit, page: Page) -> None:
    visit.open(page, visit.at.returning)
    with sent(page):
        page.locator("main .btn-primary").click()


def _wrong_talks(visit: Visit, page: Page) -> None:
    visit.open(page, "/talks/new")
    page.locator('[name="firms[0].staff"]').fill("百人")
    page.locator('[name="unit"][value="sector"]').check()
    with sent(page):
        page.locator(".submitbar .btn-primary").click()


def _offer(visit: Visit, page: Page, typed: dict[str, str]) -> None:
    visit.open(page, f"{visit.at.rounds}/offer?side=employer")
    for name, text in typed.items():
        page.locator(f'[name="{name}"]').fill(text)
    with sent(page):
        page.locator(".submitbar .btn-primary").click()


def _number_shown(visit: Visit, page: Page) -> None:
    visit.open(page, visit.at.wages)
    page.locator("dd details.why > summary").first.click()
    with sent(page):
        page.locator("dd details.why button").first.click()


def _held(visit: Visit, page: Page) -> None:
    visit.open(page, "/intake")
    page.locator('[name="applicants[0].name"]').fill("周桂芳")
    page.locator('[name="applicants[0].name"]').evaluate(
        "(field) => { field.form.elements.csrf_token.value = 'old' }"
    )
    with sent(page):
        page.locator(".submitbar .btn-primary").click()


def _held_signed_out(visit: Visit, page: Page) -> None:
    visit.open(page, "/intake")
    page.locator('[name="applicants[0].name"]').fill("周桂芳")
    language = [one for one in page.context.cookies() if one["name"] == "language"]
    page.context.clear_cookies()
    page.context.add_cookies(language)  # type: ignore[arg-type]
    with sent(page):
        page.locator(".submitbar .btn-primary").click()


def _fault(visit: Visit, status: int) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        """Let the house itself render the page of a status that nothing sound leads to."""
        address = f"{visit.address}/fault-{status}"
        with visit.app.test_request_context("/", headers={"Cookie": f"language={visit.language}"}):
            visit.app.preprocess_request()
            body, _ = failure_page(status, reference="f3a91c0b72de" if status == 500 else "")  # type: ignore[misc, str-unpack]
        page.route(address, lambda route: route.fulfill(body=str(body), content_type="text/html; charset=utf-8"))
        page.goto(address)

    return show
