"""The lawyer sets a second factor up in a real browser and signs in with it; clicks are counted."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.user import User
from mediation.office import second_factor_codes
from tests import make
from tests.browser.conftest import Tell
from tests.browser.looks import AXE, faults
from tests.browser.test_journey import opened
from tests.browser.test_monday import Hand, monday

__all__ = ["monday"]
STEP = second_factor_codes.STEP_SECONDS
WIDTH = 1280


def next_code(totp: pyotp.TOTP) -> str:
    """Return the code of the step after the last one used, which a clock a little fast would show."""
    with db.reading() as session:
        used = session.exec(select(User.totp_last_step).where(User.name == "lv")).one() or 0
    now = int(clock.now().timestamp()) // STEP
    return str(totp.generate_otp(max(used + 1, now)))


def password(page: Page, address: str) -> None:
    """Type name and password, and Enter."""
    page.goto(f"{address}/sign-in")
    page.locator("[name=name]").fill("lv")
    page.locator("[name=password]").fill(make.PASSWORD)
    page.locator("[name=password]").press("Enter")


def test_the_lawyer_sets_it_up_and_signs_in_with_it(
    monday: str, browser: Browser, tell: Tell
) -> None:
    hand = Hand()
    with opened(browser, own=True) as page:
        page.add_init_script(AXE)
        password(page, monday)
        expect(page).to_have_url(f"{monday}/duty")
        totp, recovery = set_up(page, hand)
        expect(page).to_have_url(f"{monday}/duty")
    with opened(browser, own=True) as page:
        page.add_init_script(AXE)
        page.set_viewport_size({"width": 390, "height": 844})
        hand.begin()
        password(page, monday)
        expect(page.get_by_label("验证码")).to_be_focused()
        assert faults(page, 390) == []
        page.goto(f"{monday}/duty")
        expect(page).to_have_url(re.compile("/sign-in\\?next"))
        page.goto(f"{monday}/sign-in/code")
        page.get_by_label("验证码").fill(next_code(totp))
        page.get_by_label("验证码").press("Enter")
        expect(page).to_have_url(f"{monday}/duty")
        assert hand.end("sign in by two steps") == 0
    with opened(browser, java_script_enabled=False) as page:
        password(page, monday)
        page.get_by_label("验证码").fill(recovery)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page).to_have_url(f"{monday}/duty")
        expect(page.get_by_role("status")).to_contain_text("还剩 9 个")
    tell(hand.report())


def set_up(page: Page, hand: Hand) -> tuple[pyotp.TOTP, str]:
    """Set it up from the line that every page shows; return the authenticator and a recovery code."""
    hand.begin()
    hand.click(page.get_by_role("button", name="现在设置"))
    picture = page.get_by_role("img", name="二维码")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 0")
    assert faults(page, WIDTH) == []
    totp = pyotp.TOTP(page.locator(".digest code").inner_text().replace(" ", ""))
    page.get_by_label("验证码").fill(totp.at(clock.now()))
    page.get_by_label("验证码").press("Enter")
    codes = page.locator("ol.recovery code")
    expect(codes).to_have_count(second_factor_codes.RECOVERY_CODES)
    assert faults(page, WIDTH) == []
    recovery = codes.first.inner_text()
    page.emulate_media(media="print")
    expect(codes.first).to_be_visible()
    expect(page.locator("header.topbar")).to_be_hidden()
    page.emulate_media(media="screen")
    hand.click(page.get_by_role("link", name="已保存，继续"))
    assert hand.end("second factor set up") == 2
    return totp, recovery
