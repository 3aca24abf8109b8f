"""The gate before every page: who is signed in, and whether the page is open to them.

Every view says aloud who may enter: `@public`, `@signed_in` or `@allowed("act")`. One that says nothing is closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import structlog
from flask import Flask, Request, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, Unauthorized
from werkzeug.wrappers import Response

from mediation import access, config, db
from mediation.models.session import AuthSession
from mediation.models.user import User
from mediation.office import accounts, second_factor, sign_in, sign_in_half

View = TypeVar("View", bound=Callable[..., Any])
FILES: Final = ("static", "bootstrap.static")
WITHOUT_NEW_PASSWORD: Final = ("sign_in.password", "sign_in.change_password", "sign_in.leave", "language.choose")
WITHOUT_SECOND_FACTOR: Final = (
    *WITHOUT_NEW_PASSWORD, "second_factor.show", "second_factor.begin", "second_factor.qr", "second_factor.confirm",
)  # fmt: skip
LARGEST_NUMBER: Final = 2**63 - 1

log = structlog.get_logger(__name__)


class SignedOut(Unauthorized):
    """A form came in after its sign-in had ended; what was typed must not be lost."""


@dataclass(frozen=True)
class Policy:
    """Who may enter a view: everybody, everybody signed in, or whose role allows `act`."""

    public: bool = False
    act: str | None = None


def public(view: View) -> View:
    """Say that the view is open to everybody."""
    return _declare(view, Policy(public=True))


def signed_in(view: View) -> View:
    """Say that the view is open to everybody who is signed in."""
    return _declare(view, Policy())


def allowed(act: str) -> Callable[[View], View]:
    """Say that the view is open to the roles that may do `act`; the act itself checks the row."""
    if act not in access.ACTS:
        raise LookupError(f"no act {act!r} in mediation/access")
    return lambda view: _declare(view, Policy(act=act))


def _declare(view: View, policy: Policy) -> View:
    if hasattr(view, "policy"):
        raise TypeError(f"{view.__name__} says twice who may enter")
    view.policy = policy  # type: ignore[attr-defined]
    return view


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """Return what the view of `endpoint` said, None if it said nothing."""
    if endpoint in FILES:
        return Policy(public=True)
    found: Policy | None = getattr(app.view_functions.get(endpoint), "policy", None)
    return found


class Visitor(UserMixin):  # type: ignore[misc]
    """Flask-Login's view of a signed-in user."""

    def __init__(self, found: AuthSession) -> None:
        self.sign_in = found
        self.user = found.user
        self.id = found.user.id


def install(app: Flask) -> None:
    """Set the gate before every request of `app`; register before anything that checks forms."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_load)
    manager.init_app(app)
    app.before_request(_gate)


def cookie_name() -> str:
    """Return the name of the sign-in cookie."""
    return "__Host-mediation" if config.settings().secure_cookies else "mediation"


def token_of(asked: Request) -> str:
    """Return the token of the sign-in cookie, "" for none."""
    return asked.cookies.get(cookie_name(), "")


def half_cookie_name() -> str:
    """Return the name of the cookie of half a sign-in."""
    return f"{cookie_name()}-half"


def half_token_of(asked: Request) -> str:
    """Return the token of half a sign-in, "" for none."""
    return asked.cookies.get(half_cookie_name(), "")


def give_half_cookie(answer: Response, token: str) -> None:
    """Let the browser keep the token of half a sign-in for as long as that lasts."""
    answer.set_cookie(
        half_cookie_name(), token, max_age=sign_in_half.LASTS, httponly=True, samesite="Lax",
        secure=config.settings().secure_cookies, path="/",
    )  # fmt: skip


def take_half_cookie(answer: Response) -> None:
    """Make the browser forget half a sign-in."""
    answer.delete_cookie(
        half_cookie_name(), httponly=True, samesite="Lax", secure=config.settings().secure_cookies, path="/"
    )


def give_cookie(answer: Response, token: str, *, same_person: bool = False) -> None:
    """Let the browser keep the token until it is closed, and start a fresh form session unless it is the same person.
    """
    if not same_person:
        session.clear()
    answer.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax", secure=config.settings().secure_cookies, path="/"
    )


def take_cookie(answer: Response) -> None:
    """Make the browser forget the token and its form session."""
    session.clear()
    answer.delete_cookie(
        cookie_name(), httponly=True, samesite="Lax", secure=config.settings().secure_cookies, path="/"
    )


def place() -> sign_in.Place:
    """Say where the request comes from."""
    return sign_in.Place(request.remote_addr or "", request.headers.get("User-Agent", ""))


def _load(asked: Request) -> Visitor | None:
    token = token_of(asked)
    if not token:
        return None
    now = config.clock.now()
    with db.reading() as reader:
        found = sign_in.look_up(reader, token, now=now)
    if found is None:
        return None
    if sign_in.needs_touch(found, now=now):
        _touch(found.id)
    return Visitor(found)


def _touch(session_id: str) -> None:
    try:
        with db.transaction() as writer:
            sign_in.touch(writer, session_id, now=config.clock.now())
    except OperationalError:
        log.warning("sign_in.touch_failed", exc_info=True)


def _gate() -> ResponseReturnValue | None:
    g.user, g.sign_in = None, None
    if request.endpoint in FILES:
        return None
    _refuse_unsound_address()
    if current_user.is_authenticated:
        g.user, g.sign_in = current_user.user, current_user.sign_in
        structlog.contextvars.bind_contextvars(user=g.user.id)
    if request.endpoint is None:
        return None
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        log.error("gate.undeclared", endpoint=request.endpoint)
        raise Forbidden
    return None if policy.public else _admit(g.user, policy)


def _admit(user: User | None, policy: Policy) -> ResponseReturnValue | None:
    if user is None:
        return _to_sign_in()
    now = config.clock.now()
    if accounts.must_change(user, now=now) and request.endpoint not in WITHOUT_NEW_PASSWORD:
        return redirect(url_for("sign_in.password"))
    if second_factor.days_left(user, now=now) == 0 and request.endpoint not in WITHOUT_SECOND_FACTOR:
        return redirect(url_for("second_factor.show"))
    if policy.act is not None and not access.may(user, policy.act):
        log.warning("gate.refused", act=policy.act, endpoint=request.endpoint)
        raise Forbidden
    return None


def _to_sign_in() -> ResponseReturnValue:
    if request.method not in ("GET", "HEAD"):
        raise SignedOut
    if token_of(request):
        flash(gettext("登录已结束，请重新登录。"), "warning")
    wish = request.full_path if request.query_string else request.path
    return redirect(url_for("sign_in.enter", next=None if wish == "/" else wish))


def _refuse_unsound_address() -> None:
    """Answer 404 to path parts, 400 to query parts, that no database and no file system should ever meet."""
    for value in (request.view_args or {}).values():
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            raise NotFound
        if isinstance(value, str) and not value.isprintable():
            raise NotFound
    if any("\x00" in part for pair in request.args.items(multi=True) for part in pair):
        raise BadRequest
