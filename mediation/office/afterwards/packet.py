"""What is handed in on a way to a title, in one archive: agreement, application, what is owed, evidence.

Evidence goes in only where those who hand the packet in may be shown it.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import filelabel, money, routes
from mediation.domain.refusals import N_, Conflict, NotFound, Problem
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.models.evidence import Evidence
from mediation.models.settlement import Settlement
from mediation.office import documents, evidence, group, history
from mediation.office.afterwards import deals
from mediation.office.casebook import facts_of
from mediation.office.evidence import EvidenceLine, reading
from mediation.office.group import Unpaid
from mediation.office.papers.called import KIND_NAMES, ROUTES

PROOFS: Final = ("identity", "authority", "payment_proof", "bank_record", "signed_paper", "contract")
JOINT: Final = ("court_confirmation", "arbitration_review", "notary")
MEDIATED: Final = ("mediation_record",)
"""Papers that show that the organisation mediated: a court asks for it with the application."""
PIECE: Final = 1 << 18
UNPAID: Final = "未足额收款的劳动者.csv"
NOT_OPEN: Final = N_("这条途径现在没有开放，不能备齐材料。")


@dataclass(frozen=True)
class Packet:
    """One archive, to be handed out piece by piece."""

    name: str
    pieces: Iterator[bytes]


@dataclass(frozen=True)
class Content:
    """What goes into a packet: issued papers, evidence, what is owed on the day; `lacks`: the application isn't issued.

    `unpaid`: the workers of a group who weren't paid what may be claimed for them.
    """

    case: Case
    rows: deals.Rows
    route: routes.Route
    papers: tuple[Document, ...]
    files: tuple[EvidenceLine, ...]
    lacks: bool
    unpaid: tuple[Unpaid, ...]


def gathered(session: Session, settlement_id: str, way: str, *, user: Reader, today: date) -> Content:
    """Return what goes into a packet. Raises NotFound, Forbidden, Conflict for a way that isn't open: why."""
    scope = Scope(session, user)
    row = scope.get(Settlement, settlement_id)
    case = scope.get(Case, row.case_id)
    access.require(user, "route.note", facts_of(session, case))
    if way not in routes.ROUTES:
        raise NotFound(N_("找不到该内容。"))
    rows = deals.rows_of(session, row)
    route = routes.one(deals.deal(rows, today), way, today)
    if not route.open:
        raise Conflict([Problem(NOT_OPEN), deals.why(route)])
    issued = session.exec(
        select(Document).where(Document.case_id == case.id).order_by(col(Document.issued_at).desc())
    ).all()
    papers = _papers(issued, row.id, route)
    lacks = bool(route.application) and route.application not in {one.kind for one in papers}
    lines = evidence.attachable(session, case.id, user, PROOFS)
    sides = ("applicant", "respondent") if way in JOINT else (_claimant(rows),)
    return Content(case, rows, route, papers, _shown_to(lines, sides), lacks, _unpaid(session, rows, today))


def make(session: Session, settlement_id: str, way: str, *, user: Reader, now: datetime) -> Packet:
    """Put a packet together as an archive; every paper and file in it is noted as read."""
    today = station_day(now)
    content = gathered(session, settlement_id, way, user=user, today=today)
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - handed out piece by piece, closed with its last
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        names = []
        for nth, document in enumerate(content.papers, 1):
            pdf, _ = documents.content(session, document.id, user=user, now=now)
            names.append(f"{nth:02d} {KIND_NAMES.get(document.kind, document.kind)}.pdf")
            archive.writestr(names[-1], pdf)
        for nth, line in enumerate(content.files, len(names) + 1):
            names.append(f"{nth:02d} {filelabel.shown(line.title)[:60]}.{line.name.rpartition('.')[2]}")
            reading.note_reading(session, session.get_one(Evidence, line.id), user, now)
            with archive.open(names[-1], "w") as member:
                for piece in evidence.stream(session, line.id, user):
                    member.write(piece)
        archive.writestr("欠款计算.csv", "\ufeff" + _owed(content.rows, today))
        if content.unpaid:
            archive.writestr(UNPAID, "\ufeff" + _people(content.unpaid))
        archive.writestr("目录.txt", "\ufeff" + _list(content, names, today))
    note(session, content, user, now)
    return Packet(f"{content.case.number} {ROUTES[way]}材料.zip", pieces(file))


def note(session: Session, content: Content, user: Reader, now: datetime) -> None:
    """Write down that a packet was put together."""
    row = content.rows.settlement
    history.record(
        session, station_id=row.station_id, actor=user.id, act="route.packet", subject=("settlement", row.id),
        case_id=row.case_id, fields={"route": content.route.route}, now=now,
    )  # fmt: skip


def _papers(issued: Collection[Document], settlement_id: str, route: routes.Route) -> tuple[Document, ...]:
    """Return the agreement, signed if there is one, the newest application, and what shows that there was mediation."""
    own = [one for one in issued if settlement_id in (one.settlement_id, one.about)]
    agreements = sorted((one for one in own if one.kind == "agreement"), key=lambda one: one.signed_of is None)
    found = agreements[:1] + [one for one in own if one.kind == "claim_annex"][:1]
    found += [one for one in own if one.kind == route.application][:1]
    if route.route == "court_confirmation":
        found += [one for one in issued if one.kind in MEDIATED]
    return tuple(found)


def _claimant(rows: deals.Rows) -> str:
    payer = rows.party("payer")
    return "applicant" if payer is None or payer.side == "respondent" else "respondent"


def _shown_to(lines: list[EvidenceLine], sides: tuple[str, ...]) -> tuple[EvidenceLine, ...]:
    return tuple(one for one in lines if not one.side or all(one.may_see(side) for side in sides))


def _unpaid(session: Session, rows: deals.Rows, today: date) -> tuple[Unpaid, ...]:
    """Return who of a group wasn't paid: what has fallen due, or all of it where the default clause asks for all."""
    whole = deals.deal(rows, today).arrears.accelerates
    return tuple(group.unpaid(session, rows.settlement.id, by_day=None if whole else today))


def _people(unpaid: Collection[Unpaid]) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["姓名", "协议金额（元）", "可主张（元）", "已收（元）", "未收（元）"])
    for one in unpaid:
        table.writerow([one.name, *(money.yuan(sum_) for sum_ in (one.share, one.due, one.paid, one.lacking))])
    table.writerow(["合计", "", "", "", money.yuan(sum(one.lacking for one in unpaid))])
    return text.getvalue()


def _owed(rows: deals.Rows, today: date) -> str:
    """Return what is owed as a table: every instalment, what came, what is late."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["期次", "应付日期", "应付金额（元）", "已付金额（元）", "未付金额（元）", "付清日期", "是否逾期"])
    for nth, one in enumerate(deals.parts(rows), 1):
        late = "是" if one.late(today) else ""
        sums = [money.yuan(one.amount), money.yuan(one.came), money.yuan(one.open)]
        table.writerow([nth, one.due_on, *sums, one.paid_on or "", late])
    owed = deals.deal(rows, today).arrears
    table.writerow([])
    table.writerow([f"截至 {today} 到期未付", "", "", "", money.yuan(owed.due)])
    table.writerow(["尚未到期", "", "", "", money.yuan(owed.rest)])
    if owed.accelerates:
        table.writerow(["违约条款约定可以要求一次付清", "", "", "", money.yuan(owed.claimable)])
    elif owed.accelerates is None:
        table.writerow(["违约条款不是标准条款，其余部分能否一并主张请核对协议原文"])
    return text.getvalue()


def _list(content: Content, names: list[str], today: date) -> str:
    lines = [f"{content.case.number} {ROUTES[content.route.route]}材料（{today}）", "", *names, "欠款计算.csv"]
    lines += [UNPAID, ""] if content.unpaid else [""]
    lines += ["应当提交：", *(f"- {one}" for one in content.route.papers)]
    if content.lacks:
        lines += ["", "申请书还没有出具，请在系统“文书”页补齐后出具。"]
    lines += ["", "身份证明、主体资格证明没有收取复印件的，由当事人自行提供。", "依据：" + "；".join(content.route.law)]
    return "\n".join(lines) + "\n"


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Hand out an open file from its beginning; it is closed with the last piece."""
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
