"""The web application: extensions, the gate, the pages."""

import time
import uuid
from pathlib import Path
from typing import Final

import structlog
from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from mediation import config, logs
from mediation.config import Settings
from mediation.web import headers, once, session

TEMPLATES: Final = Path(__file__).parent.parent / "templates" / "pages"
MIB: Final = 1024 * 1024
FORM_BYTES: Final = 2 * MIB
MOST_FORM_PARTS: Final = 4000
MOST_FIELDS: Final = 20_000
STATIC_SECONDS: Final = 3600
SECRET_ADDRESSES: Final = (
    "willingness.question", "willingness.answer", "feeds.calendar", "ballots.show", "ballots.cast",
    "sign_here.show", "sign_here.sign", "sign_here.file", "sign_here.drawn",
)  # fmt: skip

log = structlog.get_logger("mediation.request")


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application for `settings` (None: those of the environment); its keys must be there."""
    if settings is not None:
        config.use(settings)
    logs.configure()
    app = Flask("mediation", template_folder=str(TEMPLATES), static_folder=str(Path(__file__).parent / "static"))
    _configure(app, config.settings())
    app.before_request(_begin)
    app.after_request(_log)
    headers.install(app)
    session.install(app)
    app.before_request(_widen)
    CSRFProtect(app)
    once.install(app)
    _install_pages(app)
    return app


def _configure(app: Flask, chosen: Settings) -> None:
    secure = chosen.secure_cookies
    app.secret_key = config.key("cookie")
    app.config.update(
        MAX_CONTENT_LENGTH=chosen.max_upload_mib * MIB,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        SESSION_COOKIE_NAME="__Host-form" if secure else "form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
        WTF_CSRF_TIME_LIMIT=None,
        PROPAGATE_EXCEPTIONS=False,
    )
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _install_pages(app: Flask) -> None:
    from mediation.web import pages, second_factor, sign_in  # the pages need the gate, the gate no page

    app.register_blueprint(sign_in.bp)
    app.register_blueprint(second_factor.bp)
    pages.install(app)


def _begin() -> None:
    g.request_id, g.began = uuid.uuid4().hex[:12], time.perf_counter()
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = FORM_BYTES  # MAX_FORM_MEMORY_SIZE and MAX_FORM_PARTS only look at multipart forms
        if request.get_data().count(b"&") > MOST_FIELDS:
            raise RequestEntityTooLarge
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _widen() -> None:
    """Let evidence be larger than other forms: only behind the gate, so that no stranger fills the disk."""
    if request.endpoint == "evidence.take":
        request.max_content_length = config.settings().evidence_form_mib * MIB


def _path() -> str:
    """Return the path as the log may hold it: of an address that is itself a secret, only its pattern."""
    rule = request.url_rule
    return rule.rule if rule is not None and request.endpoint in SECRET_ADDRESSES else request.path


def _log(answer: Response) -> Response:
    """Write one line a request: without the query string, which may hold what somebody searched for."""
    if request.endpoint not in session.FILES:
        milliseconds = round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None
        log.info("request", method=request.method, path=_path(), status=answer.status_code, ms=milliseconds)
    return answer
