"""Issued documents: download from storage, and the public page that says whether one is genuine."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.office import documents
from mediation.office.signing import verifying
from mediation.web.downloads import PDF, handed_out
from mediation.web.session import allowed, place, public

bp = Blueprint("documents", __name__)


@bp.get("/documents/<document_id>")
@allowed("document.read")
def download(document_id: str) -> ResponseReturnValue:
    """Send an issued document as it was stored."""
    with db.transaction() as session:
        content, name = documents.content(session, document_id, user=g.user, now=clock.now())
    return handed_out(content, PDF, name, plain="document.pdf")


@bp.get("/verify/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    """Say whether a document with this code was issued here, without naming anybody."""
    with db.reading() as session:
        result = documents.verification(session, code[:100], request.args.get("digest", "")[:100])
    return render_template("verify.html", result=result, code=code), 200 if result.found else 404


@bp.get("/verify")
@public
def ask() -> ResponseReturnValue:
    """Ask for a file to be checked."""
    return render_template("verify.html", result=None, checked=None, code="")


@bp.post("/verify")
@public
def check() -> ResponseReturnValue:
    """Say whether a file is one that was issued here, unchanged; the file is looked at and forgotten."""
    given = request.files.get("file")
    content = given.stream.read() if given is not None else b""
    with db.transaction() as session:
        verifying.count_try(session, source=place().address, now=clock.now())
    with db.reading() as session:
        checked = verifying.check(session, content) if content else None
    shown = render_template("verify.html", result=None, checked=checked, asked=True, code="")
    return shown, 200 if checked is not None else 422
