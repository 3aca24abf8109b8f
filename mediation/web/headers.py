"""Headers of every answer: nothing runs in our pages but our own files, nothing of them is kept by a browser."""

from typing import Final

from flask import Flask, Response, g, request

from mediation import config

CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
HSTS: Final = "max-age=31536000"
FILES: Final = ("static", "bootstrap.static")
HANDED_OUT: Final = ("evidence.download", "evidence.picture", "evidence.small", "evidence.bundle")
NOTHING_RUNS: Final = "default-src 'none'; sandbox"
"""What people handed in goes out so that nothing in it can run, even if a browser were to open it as a page."""
ASKED_AGAIN: Final = ("feeds.calendar",)  # kept, but only to be asked whether it has changed


def install(app: Flask) -> None:
    """Put the headers on every answer of `app`, error pages included."""
    app.after_request(_set)


def _set(answer: Response) -> Response:
    for name, value in ALWAYS.items():
        answer.headers[name] = value
    if request.endpoint in HANDED_OUT:
        answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    if request.endpoint not in FILES:
        kept = request.endpoint in ASKED_AGAIN and answer.status_code < 400
        answer.headers["Cache-Control"] = "private, no-cache" if kept else "no-store"
    if config.settings().secure_cookies:
        answer.headers["Strict-Transport-Security"] = HSTS
    if "request_id" in g:
        answer.headers["X-Request-ID"] = g.request_id
    return answer
