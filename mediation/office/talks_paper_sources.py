"""What the papers of wage talks are made from: the rows of one round, its law, its two sides, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation.domain.refusals import N_
from mediation.domain.talks import sector
from mediation.domain.talks.clauses import Library
from mediation.domain.talks.place import TalksPlace, first_required, limits_of
from mediation.models.document import Document
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksClock, TalksFirm, TalksMember
from mediation.models.talks_end import TalksVote
from mediation.models.talks_table import TalksOffer, TalksSession
from mediation.office import rules, talks_standing, talks_state
from mediation.office.records import Said
from mediation.office.records.gaps import Gap, Paper
from mediation.office.talks_state import Gathered

SIDES: Final = {"workers": "职工方", "employer": "用人单位方"}
OTHER: Final = {"workers": "employer", "employer": "workers"}
SCOPES: Final = {"firm": "unit", "sector": "sector", "area": "area"}
POSTS: Final = {"union_head": "工会主席", "legal_representative": "法定代表人", "other": ""}
CONTRACTS: Final = {"wage": "工资专项集体合同", "general": "集体合同"}
TALKING: Final = {"wage": "工资集体协商", "general": "集体协商"}
NO_UNION: Final = N_("没有填写工会名称")
NO_NUMBER: Final = N_("这次协商没有编号")
NO_BASIS: Final = N_("该地区的规则没有写明这种文书的依据")
NO_CHIEF: Final = N_("没有登记%(side)s的首席代表")
NO_TEAM: Final = N_("没有登记%(side)s的协商代表")
SIDE_NAMES: Final = {"workers": N_("职工方"), "employer": N_("企业方")}


@dataclass
class Sources:
    """The rows that papers are made from; `on` is the day of the paper, `gaps` collects what it lacks."""

    station: Station
    found: Gathered
    periods: list[TalksClock]
    offers: list[TalksOffer]
    documents: list[Document]
    today: date
    on: date
    gaps: list[Gap] = field(default_factory=list)

    @property
    def row(self) -> Talks:
        """Return the round itself."""
        return self.found.talks

    @property
    def chain(self) -> tuple[TalksPlace, ...]:
        """Return the place of the talks and the wider ones beside it."""
        return talks_state.chain_of(self.row)

    @property
    def library(self) -> Library:
        """Return the clause library in use."""
        return talks_state.library()

    @property
    def adopted(self) -> TalksVote | None:
        """Return the vote by which the draft stands adopted."""
        return talks_standing.adopted(self.found, today=self.today)

    def lacks(self, message: str, where: str, **params: object) -> None:
        """Note what is missing."""
        gap = Gap(Said(message, params), where)
        if gap not in self.gaps:
            self.gaps.append(gap)

    def articles(self, keys: Iterable[str]) -> list[dict[str, str]]:
        """Return articles as papers cite them, each once: neither station policy nor what nobody has verified."""
        laws = rules.current().book.laws
        found = [laws[key] for key in dict.fromkeys(keys) if key in laws and key != "station"]
        found = [one for one in found if one.verified != "U"]
        return [{"title": one.title["zh"], "article": one.article} for one in found]

    def law(self, *idents: str, on: date | None = None) -> list[dict[str, str]]:
        """Return the articles of requirements of the place."""
        held = [first_required(self.chain, ident, on or self.on) for ident in idents]
        known = [one.row for one in held if one is not None and one.row.verified != "U"]
        return self.articles(key for one in known for key in one.law)

    def limit_law(self, clock: str, on: date) -> list[dict[str, str]]:
        """Return the articles of a period as the nearest place that has it counts it on a day."""
        for _, limit in limits_of(self.chain, clock, self.row.contract):
            if limit.in_force.covers(on):
                return self.articles(limit.law) if limit.verified != "U" else []
        return []

    def period(self, clock: str, side: str = "") -> TalksClock | None:
        """Return a stored period of the talks' own place, of a wider one where it has none."""
        found = [one for one in self.periods if one.clock == clock and side in ("", one.side)]
        return min(found, key=lambda one: (one.second, one.safe_on), default=None)

    def vote(self, about: str) -> TalksVote | None:
        """Return the vote a paper is about."""
        return next((one for one in self.found.votes if one.id == about), None)

    def session(self, about: str) -> TalksSession | None:
        """Return the session a paper is about."""
        return next((one for one in self.found.sessions if one.id == about), None)

    def issued(self, paper: Paper) -> list[Document]:
        """Return what was issued of a paper, newest first."""
        return [one for one in self.documents if (one.kind, one.about) == (paper.kind, paper.about)]

    def members(self, side: str, on: date | None = None) -> list[TalksMember]:
        """Return a side's representatives: those that serve on a day, without one those that haven't left."""
        own = [one for one in self.found.members if one.side == side]
        if on is None:
            own = [one for one in own if one.until is None or one.until >= self.today]
        else:
            own = [one for one in own if one.since <= on and (one.until is None or one.until >= on)]
        return sorted(own, key=lambda one: not one.chief)

    def chief(self, side: str, on: date | None = None) -> TalksMember | None:
        """Return a side's chief representative."""
        return next((one for one in self.members(side, on) if one.chief), None)

    @property
    def firm(self) -> TalksFirm | None:
        """Return the firm of talks with one."""
        return self.found.firms[0] if self.row.unit == "firm" and self.found.firms else None

    def bound(self) -> sector.Bound:
        """Return whom a contract of these talks binds."""
        firms = [sector.Firm(one.name, one.id, one.staff, one.authorised) for one in self.found.firms]
        return sector.bound(self.row.unit, firms, rows=self.chain, on=self.on)

    @property
    def heads(self) -> int | None:
        """Return how many people a contract covers, None where it isn't known."""
        bound = self.bound()
        if self.row.unit == "firm":
            return self.row.staff if self.row.staff is not None else (bound.heads or None)
        return None if bound.uncounted else bound.heads or None


def gather(session: Session, row: Talks, *, today: date) -> Sources:
    """Return everything papers of one round are made from; the caller may see the talks."""
    clocks = select(TalksClock).where(TalksClock.talks_id == row.id)
    issued = select(Document).where(Document.talks_id == row.id)
    issued = issued.order_by(col(Document.issued_at).desc(), col(Document.id).desc())
    return Sources(
        session.get_one(Station, row.station_id), talks_state.gather(session, row), list(session.exec(clocks)),
        talks_state.offer_rows(session, row), list(session.exec(issued)), today, today,
    )  # fmt: skip


def base(sources: Sources, basis: list[dict[str, str]]) -> dict[str, Any]:
    """Return what every paper of the talks carries; number and verification page are put in when it is issued."""
    row = sources.row
    if not row.number:
        sources.lacks(NO_NUMBER, "base")
    if not basis:
        sources.lacks(NO_BASIS, "base")
    return {
        "talks_number": row.number or "", "organisation": sources.station.organisation_name,
        "contract": row.contract, "scope": SCOPES[row.unit], "scope_name": "" if row.unit == "firm" else row.employer,
        "basis": basis[:12],
    }  # fmt: skip


def side(sources: Sources, which: str, on: date | None = None) -> dict[str, Any]:
    """Return one side as papers name it, with its chief as serving on a day."""
    chief = sources.chief(which, on)
    plain = {"side": which, "chief": chief.name if chief else "", "phone": chief.phone if chief else ""}
    return plain | (_workers(sources) if which == "workers" else _employer(sources))


def _workers(sources: Sources) -> dict[str, Any]:
    row = sources.row
    if not row.unionised:
        return {"kind": "elected", "name": f"{row.employer}职工方"}
    if not row.union_name:
        sources.lacks(NO_UNION, "base")
    heads = [one.name for one in sources.members("workers") if one.post == "union_head"]
    head = heads[0] if heads else ""
    return {"kind": "union", "name": row.union_name, "head": head, "head_post": POSTS["union_head"] if head else ""}


def _employer(sources: Sources) -> dict[str, Any]:
    row, firm = sources.row, sources.firm
    if row.unit != "firm":
        return {"kind": "firms", "name": f"{row.employer}企业方（企业名单附后）"}
    known = (firm.credit_code, firm.legal_representative, firm.address) if firm else ("", "", "")
    return {"kind": "firm", "name": row.employer, **dict(zip(("credit_code", "head", "address"), known, strict=True))}


def seats(sources: Sources, which: str, on: date | None = None) -> list[dict[str, Any]]:
    """Return a side's representatives as papers list them; notes that there are none, or no chief."""
    members = sources.members(which, on)
    name = Said(SIDE_NAMES[which])
    if not members:
        sources.lacks(NO_TEAM, "team", side=name)
    elif not any(one.chief for one in members):
        sources.lacks(NO_CHIEF, "team", side=name)
    return [seat(one) for one in members]


def seat(member: TalksMember) -> dict[str, Any]:
    """Return one representative as papers list them."""
    return {
        "name": member.name, "sex": "女" if member.woman else "", "post": member.title or POSTS[member.post],
        "chief": member.chief, "chosen": member.chosen, "outsider": member.outsider,
        "since": member.since.isoformat(), "replaces": member.replaces,
    }  # fmt: skip


def firms_of(firms: Iterable[TalksFirm]) -> list[dict[str, Any]]:
    """Return firms as the annex of a paper lists them."""
    return [{"name": one.name, "credit_code": one.credit_code, "headcount": one.staff} for one in firms]


def shown(on: date) -> str:
    """Return a day as papers write it."""
    return f"{on.year}年{on.month}月{on.day}日"
