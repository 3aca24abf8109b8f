"""What is handed in on a way, as one PDF: cover, contents, the papers, what is owed and to whom, the evidence."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

import pikepdf
from sqlmodel import Session

from mediation import db, press
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.routes import WHO
from mediation.domain.worktime import station_day
from mediation.files import binding
from mediation.models.evidence import Evidence
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import documents
from mediation.office.afterwards import deals, packet
from mediation.office.afterwards.packet import Content, Packet
from mediation.office.evidence import EvidenceLine, bundle_making, reading
from mediation.office.papers.called import KIND_NAMES, ROUTES
from mediation.office.parties import side_line

_log = logging.getLogger(__name__)

KIND: Final = "route_packet"
MOST_PAGES: Final = 300
STATEMENT: Final = "付款和欠款情况表"
APART: Final = "原件为%s，不能装订，另存；文件名：%s，大小：%s 字节，SHA-256：%s。"
TOO_LONG: Final = N_("材料超过 %(most)d 页，不能合成一册，请下载压缩包")
BROKEN: Final = N_("材料这次没有装订成册。请稍后再试；仍然不行的，是其中有不能装订的文件，请下载压缩包")


@dataclass(frozen=True)
class _Leaf:
    """One thing bound in: a paper's bytes, or a file of evidence."""

    title: str
    pages: int
    pdf: bytes = b""
    line: EvidenceLine | None = None

    @property
    def sheet(self) -> bool:
        return self.line is not None and not self.line.bound


def make(settlement_id: str, way: str, *, user: User, now: datetime) -> Packet:
    """Bind a packet; every paper and file in it is noted as read. Nothing is locked while it is printed and bound.

    Raises what `packet.gathered` raises, and Refused for one that is too long or that holds a broken file.
    """
    with db.transaction() as session:
        content = packet.gathered(session, settlement_id, way, user=user, today=station_day(now))
        leaves = _leaves(session, content, user, now)
        said = _said(session, content, user, now)
        packet.note(session, content, user, now)
        number = content.case.number
    statement = press.print_document(KIND, {**said, "part": "statement"}, created=now).pdf
    papers = sum(one.line is None for one in leaves)
    leaves.insert(papers, _Leaf(STATEMENT, _pages(statement), statement))
    pages = sum(one.pages for one in leaves)
    if pages > MOST_PAGES:
        raise Refused(Problem(TOO_LONG, params={"most": MOST_PAGES}))
    front = press.print_document(
        KIND, {**said, "part": "front", "items": _items(leaves), "pages": pages}, created=now
    )
    name = f"{number} {ROUTES[way]}材料"
    return Packet(f"{name}.pdf", packet.pieces(_bound(name, leaves, front.pdf, user)))


def _leaves(session: Session, content: Content, user: User, now: datetime) -> list[_Leaf]:
    """Return the papers, the application first, and the evidence."""
    found = []
    for one in sorted(content.papers, key=lambda paper: paper.kind != content.route.application):
        pdf, _ = documents.content(session, one.id, user=user, now=now)
        found.append(_Leaf(f"{KIND_NAMES.get(one.kind, one.kind)}　{one.number}", _pages(pdf), pdf))
    for line in content.files:
        reading.note_reading(session, session.get_one(Evidence, line.id), user, now)
        found.append(_Leaf(f"证据：{line.title}", bundle_making.pages_of(line), line=line))
    return found


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _said(session: Session, content: Content, user: User, now: datetime) -> dict[str, Any]:
    """Return what cover and statement say."""
    rows, route, today = content.rows, content.route, station_day(now)
    names = {side: side_line(rows.parties, side).zh for side in ("applicant", "respondent")}
    arrears = deals.deal(rows, today).arrears
    made = {
        "organisation": session.get_one(Station, content.case.station_id).organisation_name,
        "case_number": content.case.number, "applicants": names["applicant"], "respondents": names["respondent"],
        "way": ROUTES[route.route], "who": WHO[route.who], "agreement_number": rows.settlement.number or "",
        "effective_on": rows.settlement.effective_on, "as_of": today, "made_by": user.display_name or user.name,
        "owed": [
            {"due_on": one.due_on, "amount": one.amount, "came": one.came, "paid_on": one.paid_on,
             "late": one.late(today)}
            for one in deals.parts(rows)
        ],
        "due": arrears.due, "rest": arrears.rest,
        "rest_too": {True: "yes", False: "no", None: "unsure"}[arrears.accelerates],
        "workers": [
            {"name": one.name, "share": one.share, "due": one.due, "paid": one.paid} for one in content.unpaid
        ],
        "needed": list(route.papers), "law": list(route.law), "lacks": content.lacks,
    }  # fmt: skip
    printable: dict[str, Any] = bundle_making.printable_text(made)
    return printable


def _items(leaves: list[_Leaf]) -> list[dict[str, Any]]:
    found, first = [], 1
    for one in leaves:
        about = ""
        if one.line is not None and one.sheet:
            said = (bundle_making.KINDS[one.line.kind], one.line.name[:60], f"{one.line.size:,}", one.line.sha256)
            about = APART % said
        item = {"title": one.title[:200], "about": about, "first": first, "pages": one.pages, "sheet": one.sheet}
        found.append(bundle_making.printable_text(item))
        first += one.pages
    return found


def _bound(title: str, leaves: list[_Leaf], front: bytes, user: User) -> IO[bytes]:
    """Return the bound file; what it is made of lies on the disk of the data folder meanwhile, without names."""
    out: IO[bytes] = bundle_making.nameless()
    with ExitStack() as held:

        def file(pieces: Iterable[bytes] = ()) -> IO[bytes]:
            opened: IO[bytes] = held.enter_context(bundle_making.nameless())
            opened.writelines(pieces)
            return opened

        parts = []
        for one in leaves:
            if one.sheet:
                parts.append(binding.Part(one.title, "sheet", 1))
            elif one.line is not None:
                pieces = reading.pieces_of(one.line.id, user=user)
                parts.append(binding.Part(one.title, "picture" if one.line.picture else "pdf", one.pages, file(pieces)))
            else:
                parts.append(binding.Part(one.title, "pdf", one.pages, file([one.pdf])))
        try:
            binding.bind(title, parts, file([front]), out=out, progress=file())
        except binding.Unbound as fault:
            out.close()
            _log.warning("a packet was not bound: %s", fault)
            raise Refused(BROKEN) from fault
    return out
