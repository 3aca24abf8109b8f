"""The shapes of what two sides of wage talks write to each other: request, reply, list of representatives.

Names of laws and periods come with the record, so that a further place needs no code here.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from mediation.press.records import Label, Line, Name, OptionalLabel, OptionalLine, OptionalStory, Paragraph, Record
from mediation.press.records import PartyName as FirmName

Scope = Literal["unit", "group", "sector", "area"]
SideWord = Literal["workers", "employer"]
SideKind = Literal["union", "elected", "firm", "association", "firms"]
Mandatory = Literal["layoff", "stoppage", "hazard"]
ContractKind = Literal["wage", "general"]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
OptionalClock = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")]
OptionalParagraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Heads = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
SIDE_KINDS: dict[str, tuple[str, ...]] = {"workers": ("union", "elected"), "employer": ("firm", "association", "firms")}


class Article(Record):
    """One article as rules/law.yaml has it: title of the law (劳动合同法), article (第五十四条)."""

    title: Name
    article: Label


Articles = Annotated[tuple[Article, ...], Field(min_length=1, max_length=12)]
OptionalArticles = Annotated[tuple[Article, ...], Field(max_length=12)]


class TalksSide(Record):
    """Who talks for one side: a union, workers without one, a firm, an association, or several firms."""

    side: SideWord
    kind: SideKind
    name: FirmName
    credit_code: OptionalLabel = ""
    head: OptionalLabel = ""
    head_post: OptionalLabel = ""
    chief: OptionalLabel = ""
    phone: OptionalLabel = ""
    address: OptionalLine = ""

    @model_validator(mode="after")
    def _fits(self) -> TalksSide:
        if self.kind not in SIDE_KINDS[self.side]:
            raise ValueError("该主体不能代表这一方：职工方为工会或者职工推选的代表，用人单位方为企业或者企业代表组织")
        return self


class CoveredFirm(Record):
    """One firm that talks of several firms are about."""

    name: FirmName
    credit_code: OptionalLabel = ""
    headcount: Heads | None = None


Firms = Annotated[tuple[CoveredFirm, ...], Field(max_length=300)]


class Seat(Record):
    """One representative at the table; the words of `chosen` are those of domain/talks/teams.py."""

    name: Label
    sex: Literal["", "男", "女"] = ""
    post: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    chief: bool = False
    chosen: Literal["", "office", "union", "elected", "employer", "delegated"] = ""
    outsider: bool = False
    since: date | None = None
    replaces: OptionalLabel = ""


Seats = Annotated[tuple[Seat, ...], Field(min_length=1, max_length=40)]


def one_chief(team: tuple[Seat, ...]) -> None:
    """Raise ValueError unless exactly one of the team is its chief."""
    if sum(one.chief for one in team) != 1:
        raise ValueError("每方须有且只有一名首席代表")


class TalksRecord(Record):
    """What every document of wage talks carries: its number and the talks', who made it, what law it rests on."""

    number: Label
    talks_number: Label
    organisation: Name
    contract: ContractKind = "wage"
    scope: Scope = "unit"
    scope_name: OptionalLine = ""
    basis: Articles
    verification_url: Line

    @model_validator(mode="after")
    def _scope_named(self) -> TalksRecord:
        if self.scope != "unit" and not self.scope_name:
            raise ValueError("集团、行业性、区域性协商须写明集团、行业或者区域的名称")
        return self


class CoveringRecord(TalksRecord):
    """A document that lists the firms it is about in its annex, where they are several."""

    firms: Firms = ()

    @model_validator(mode="after")
    def _firms_fit(self) -> CoveringRecord:
        if self.scope == "unit" and self.firms:
            raise ValueError("单个用人单位的协商不附企业名单")
        return self


class Topic(Record):
    """One matter asked to be talked about."""

    title: Name
    text: OptionalParagraph = ""


class LetterRecord(CoveringRecord):
    """What one side writes to the other."""

    sender: TalksSide
    addressee: TalksSide
    topics: Annotated[tuple[Topic, ...], Field(max_length=80)] = ()
    team: Annotated[tuple[Seat, ...], Field(max_length=40)] = ()
    meet_on: date | None = None
    meet_at: OptionalClock = ""
    meet_place: OptionalLine = ""
    signed_on: date | None = None

    @model_validator(mode="after")
    def _two_sides(self) -> LetterRecord:
        if self.sender.side == self.addressee.side:
            raise ValueError("发函方与收函方须是协商的两方")
        return self


class TalksRequestRecord(LetterRecord):
    """The written proposal to negotiate (协商要约书): topics, time, place, representatives, the day to reply by.

    9号令 art 17; 上海市集体合同条例 15. `mandatory` names why the other side may not refuse, `reply_from` the day of
    receipt that `reply_by` is counted from.
    """

    topics: Annotated[tuple[Topic, ...], Field(min_length=1, max_length=80)]
    team: Seats
    meet_on: date
    meet_place: Line
    reason: OptionalStory = ""
    mandatory: Annotated[tuple[Mandatory, ...], Field(max_length=3)] = ()
    mandatory_law: OptionalArticles = ()
    wanted: Annotated[tuple[Paragraph, ...], Field(max_length=40)] = ()
    wanted_by: date | None = None
    wanted_law: OptionalArticles = ()
    reply_days: Annotated[int, Field(ge=1, le=90, strict=True)]
    reply_by: date
    reply_from: date | None = None
    reply_law: Articles

    @model_validator(mode="after")
    def _complete(self) -> TalksRequestRecord:
        one_chief(self.team)
        if self.mandatory and not self.mandatory_law:
            raise ValueError("写明不得拒绝协商的，须写明依据")
        if self.signed_on is not None and self.reply_by <= self.signed_on:
            raise ValueError("答复期限须晚于要约日期")
        if self.reply_from is not None and self.reply_by <= self.reply_from:
            raise ValueError("答复期限须晚于收到要约之日")
        if self.wanted_by is not None and self.wanted_by > self.meet_on:
            raise ValueError("提供资料的日期不得晚于首次协商日期")
        return self


class TalksReplyRecord(LetterRecord):
    """The answer (应约书、答复书): acceptance with representatives and time, or a refusal with its reasons."""

    reply: Literal["accepted", "refused"]
    request_number: OptionalLabel = ""
    request_on: date
    received_on: date
    reasons: OptionalStory = ""
    suggestion: OptionalStory = ""
    refusal_law: OptionalArticles = ()

    @model_validator(mode="after")
    def _complete(self) -> TalksReplyRecord:
        if self.received_on < self.request_on or (self.signed_on is not None and self.signed_on < self.received_on):
            raise ValueError("日期先后不符：要约、收到、答复须依次")
        if self.reply == "refused":
            if not self.reasons or not self.refusal_law:
                raise ValueError("不同意协商须写明理由和依据")
            if self.team or self.meet_on:
                raise ValueError("不同意协商的答复书不写协商代表和协商时间")
            return self
        if not self.team or self.meet_on is None or not self.meet_place:
            raise ValueError("同意协商须写明协商代表、协商时间和地点")
        if self.reasons or self.refusal_law:
            raise ValueError("同意协商的应约书不写拒绝的理由")
        one_chief(self.team)
        return self


class Mandate(Record):
    """A written delegation of the chief's office (首席代表委托书). 集体合同规定 23, 24."""

    number: Label
    side: SideWord
    principal: Label
    principal_post: Line
    party: FirmName
    delegate: Label
    delegate_post: Line
    powers: Annotated[tuple[Line, ...], Field(min_length=1, max_length=12)]
    begins: date
    ends: date | None = None
    law: Articles
    signed_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Mandate:
        if self.ends is not None and self.ends < self.begins:
            raise ValueError("委托期限的截止日早于起始日")
        return self


class Team(Record):
    """The representatives of one side."""

    party: TalksSide
    members: Seats
    recorder: OptionalLabel = ""

    @model_validator(mode="after")
    def _led(self) -> Team:
        one_chief(self.members)
        return self


class TalksRepresentativesRecord(TalksRecord):
    """The list of representatives (协商代表名单), of one side to tell the other or of both to be filed."""

    teams: Annotated[tuple[Team, ...], Field(min_length=1, max_length=2)]
    addressee: OptionalLine = ""
    mandates: Annotated[tuple[Mandate, ...], Field(max_length=2)] = ()
    signed_on: date | None = None

    @model_validator(mode="after")
    def _hold_together(self) -> TalksRepresentativesRecord:
        sides = [team.party.side for team in self.teams]
        if len(set(sides)) != len(sides):
            raise ValueError("每方只能有一份代表名单")
        chiefs = {team.party.side: next(one.name for one in team.members if one.chief) for team in self.teams}
        if any(chiefs.get(mandate.side) != mandate.delegate for mandate in self.mandates):
            raise ValueError("委托书的受托人不是该方的首席代表")
        return self


LETTER_RECORDS: dict[str, type[Record]] = {
    "talks_request": TalksRequestRecord,
    "talks_reply": TalksReplyRecord,
    "talks_representatives": TalksRepresentativesRecord,
}
