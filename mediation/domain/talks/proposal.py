"""Who may propose talks and how, and what a proposal (要约书) and its answer (应约书) must say.

The findings are about the papers: an error is what the law asks of them and they don't have. A faulty paper of the
other side is still received and recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.finding import Finding, Severity, by_weight
from mediation.domain.talks.place import Limit, Required, TalksPlace, first_required, limits_of, reckon
from mediation.domain.talks.teams import Unit
from mediation.domain.workdays import Calendar, TimeLimit

PARTIES: Final = {
    "union": N_("本单位工会"),
    "representatives": N_("职工推举的代表"),
    "staff": N_("未经推举的职工"),
    "employer": N_("用人单位"),
}
"""Who signs a paper, or to whom it is addressed."""
CONTENTS: Final = {
    "sender": N_("提出方"),
    "addressee": N_("被要约方"),
    "topics": N_("协商内容"),
    "meeting_on": N_("协商时间"),
    "meeting_place": N_("协商地点"),
}
"""What a proposal must state."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as its paper says; None and "" where it says nothing.

    `side` proposes, `signed_by` and `to` are of PARTIES, `guided`: the upper union guided the election of the
    representatives (where there is no union), `topics` keys of the clause library, `representatives` how many it names.
    """

    side: str
    signed_by: str
    to: str
    written: bool = True
    guided: bool | None = None
    sender: str = ""
    addressee: str = ""
    topics: tuple[str, ...] = ()
    meeting_on: date | None = None
    meeting_place: str = ""
    representatives: int = 0
    reply_by: date | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as its paper says; `side` answers, `accepted` None: it says neither yes nor no."""

    side: str
    signed_by: str
    accepted: bool | None
    written: bool = True
    guided: bool | None = None
    reason: str = ""
    representatives: int = 0
    meeting_on: date | None = None
    replied_on: date | None = None


def check_proposal(
    paper: Proposal, unit: Unit, *, rows: tuple[TalksPlace, ...], calendar: Calendar, on: date, contract: str = "wage"
) -> tuple[Finding, ...]:
    """Return what a proposal made on `on` lacks, and whether the right people made it, errors first."""
    found = [*_written(paper.written, paper.side, first_required(rows, "proposal.written", on))]
    found += _signed(paper.side, paper.signed_by, paper.guided, unit, rows, on)
    found += _addressed(paper, unit, rows, on)
    found += _contents(paper, first_required(rows, "proposal.contents", on))
    found += _reply_by(paper, rows, calendar, contract)
    return by_weight(found)


def check_reply(
    paper: Reply, unit: Unit, *, rows: tuple[TalksPlace, ...], calendar: Calendar, on: date, contract: str = "wage",
    mandatory: bool = False,
) -> tuple[Finding, ...]:  # fmt: skip
    """Return what an answer given on `on` lacks, errors first; `mandatory`: the matter may not be refused."""
    row = first_required(rows, "reply.written", on)
    found = [*_written(paper.written, paper.side, row)]
    found += _signed(paper.side, paper.signed_by, paper.guided, unit, rows, on)
    if paper.accepted is None and row is not None:
        message = N_("答复没有写明是否同意协商")
        found.append(_of(row, message, N_("写明同意协商，或者写明拒绝及其理由"), paper.side))
    elif paper.accepted:
        found += _accepted(paper, rows, calendar, on, contract)
    elif paper.accepted is False:
        found += _refused(paper, rows, on, mandatory)
    return by_weight(found)


def _of(
    row: Required, message: str, remedy: str, side: str = "", severity: Severity = "error", **facts: object
) -> Finding:
    """Return a finding by a row; an unverified row can't make an error."""
    one = row.row
    sure: Severity = severity if one.verified != "U" else "warning"
    return Finding(sure, one.id, message, remedy, one.law, one.verified, facts, side, row.place, row.second)


def _written(written: bool, side: str, row: Required | None) -> Iterator[Finding]:
    if row is not None and not written:
        message = N_("应当以书面形式提出或者答复，口头形式不产生期限")
        yield _of(row, message, N_("改用书面形式并取得签收"), side)


def _signed(
    side: str, signed_by: str, guided: bool | None, unit: Unit, rows: tuple[TalksPlace, ...], on: date
) -> Iterator[Finding]:
    """Yield a finding where the workers' paper comes from others than the union or the elected representatives."""
    if side != "workers":
        if signed_by != "employer":
            message = N_("用人单位一方的文书由%(what)s提出")
            yield Finding("error", "proposal.employer", message, N_("由用人单位盖章，法定代表人签字"), (), "V",
                          {"what": PARTIES[signed_by]}, side)  # fmt: skip
        return
    union, elected = (first_required(rows, f"proposal.{one}", on) for one in ("union", "elected"))
    if unit.unionised:
        if union is not None and signed_by != "union":
            message = N_("已建工会的，由工会代表职工一方提出，本文书由%(what)s提出")
            yield _of(union, message, N_("由本单位工会署名、盖章后提出"), side, what=PARTIES[signed_by])
    elif elected is not None and signed_by != "representatives":
        message = N_("未建工会的，由上级工会指导职工推举的代表提出，本文书由%(what)s提出")
        yield _of(elected, message, N_("请上级工会指导推举代表，由代表署名提出"), side, what=PARTIES[signed_by])
    elif elected is not None and guided is not True:
        message = N_("没有上级工会指导推举的记录") if guided is None else N_("代表的推举没有经上级工会指导")
        yield _of(elected, message, N_("请上级工会到场指导，留存推举记录"), side,
                  "warning" if guided is None else "error")  # fmt: skip


def _addressed(paper: Proposal, unit: Unit, rows: tuple[TalksPlace, ...], on: date) -> Iterator[Finding]:
    if paper.side == "workers":
        if paper.to != "employer":
            message = N_("职工一方的要约应当送达用人单位，本要约送达%(what)s")
            yield Finding("error", "proposal.employer", message, N_("送达用人单位并取得签收"), (), "V",
                          {"what": PARTIES[paper.to]}, paper.side)  # fmt: skip
        return
    wanted, ident = ("union", "proposal.union") if unit.unionised else ("representatives", "proposal.elected")
    row = first_required(rows, ident, on)
    if row is not None and paper.to != wanted:
        message = N_("用人单位的要约应当送达%(what)s")
        yield _of(row, message, N_("重新送达；未建工会的，先请上级工会指导推举代表"), paper.side, what=PARTIES[wanted])


def _contents(paper: Proposal, row: Required | None) -> Iterator[Finding]:
    if row is None:
        return
    for name, what in CONTENTS.items():
        value = getattr(paper, name)
        if not (value.strip() if isinstance(value, str) else value):
            yield _of(row, N_("要约书没有写明%(what)s"), N_("补写后再送达"), paper.side, what=what)
    if not paper.representatives:
        message = N_("要约书没有附协商代表名单")
        yield _of(row, message, N_("附上名单；未定的，双方同意协商后按期书面告知"), paper.side, "warning")


def _reply_by(paper: Proposal, rows: tuple[TalksPlace, ...], calendar: Calendar, contract: str) -> Iterator[Finding]:
    """Yield a finding where the day set for the answer isn't the law's, or the meeting comes before it."""
    start = paper.received_on
    period = _period("talks.reply", start, rows, calendar, contract) if start else None
    if period is None:
        return
    facts: dict[str, object] = {"safe": period.limit.safe_on, "day": paper.reply_by, "meeting": paper.meeting_on}
    if paper.reply_by is None:
        message = N_("要约书没有写明答复期限，法定期限至 %(safe)s")
        yield period.warning(message, N_("写明答复期限"), paper.side, facts)
    elif paper.reply_by != period.limit.safe_on:
        message = N_("要约书写明的答复期限 %(day)s 与法定期限 %(safe)s 不一致，以法定期限为准")
        yield period.warning(message, N_("改为法定期限"), paper.side, facts)
    if paper.meeting_on is not None and paper.meeting_on <= period.limit.safe_on:
        message = N_("提议的协商时间 %(meeting)s 在答复期限 %(safe)s 届满之前，对方可能尚未答复")
        yield period.warning(message, N_("提议期满之后的日期，或者写明可以另行商定"), paper.side, facts)


def _accepted(
    paper: Reply, rows: tuple[TalksPlace, ...], calendar: Calendar, on: date, contract: str
) -> Iterator[Finding]:
    """Yield what an agreement to talk leaves open."""
    if not paper.representatives:
        period = _period("talks.representatives", paper.replied_on or on, rows, calendar, contract)
        if period is not None:
            message = N_("应约书没有附协商代表名单，应于 %(safe)s 前书面告知对方")
            remedy = N_("确定代表后书面告知对方")
            yield period.warning(message, remedy, paper.side, {"safe": period.limit.safe_on})
    row = first_required(rows, "reply.written", on)
    if row is not None and paper.meeting_on is None:
        message = N_("应约书没有写明同意的协商时间")
        yield _of(row, message, N_("写明同意要约书提议的时间，或者另提时间"), paper.side, "warning")


def _refused(paper: Reply, rows: tuple[TalksPlace, ...], on: date, mandatory: bool) -> Iterator[Finding]:
    reason, strict = (first_required(rows, one, on) for one in ("refusal.reason", "mandatory.refusal"))
    if mandatory and strict is not None:
        message = N_("本次协商属于不得拒绝或者拖延的事项")
        yield _of(strict, message, N_("改为同意协商，并提出协商时间"), paper.side)
    if reason is not None and not paper.reason.strip():
        yield _of(reason, N_("拒绝协商没有说明理由"), N_("书面说明正当理由；没有的，应当同意协商"), paper.side)


@dataclass(frozen=True, slots=True)
class _Period:
    """A period of a place, counted out, which a finding rests on."""

    row: Limit
    place: str
    limit: TimeLimit

    def warning(self, message: str, remedy: str, side: str, facts: Mapping[str, object]) -> Finding:
        return Finding(
            "warning", self.row.id, message, remedy, self.row.law, self.row.verified, facts, side, self.place
        )


def _period(ident: str, start: date, rows: tuple[TalksPlace, ...], calendar: Calendar, contract: str) -> _Period | None:
    """Return the period of the nearest place that has it on `start`."""
    for place, row in limits_of(rows, ident, contract):
        if row.in_force.covers(start):
            return _Period(row, place, reckon(row, start, calendar).limit)
    return None
