"""The shapes of a session and a vote: minutes, the congress's resolution, the ballot sheet."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from mediation.press.records import (
    Label,
    Line,
    Name,
    OptionalLabel,
    OptionalLine,
    OptionalStory,
    Paragraph,
    Record,
    Story,
)
from mediation.press.records import PartyName as FirmName
from mediation.press.records_talks import (
    Articles,
    Clock,
    Heads,
    OptionalArticles,
    OptionalClock,
    OptionalParagraph,
    Seats,
    TalksRecord,
    TalksSide,
)

Body = Literal["congress", "all_staff"]
LongStory = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Fraction = Annotated[str, StringConstraints(pattern=r"^[1-9]\d?/[1-9]\d?$")]


class MinutesTopic(Record):
    """What was said about one topic; `result` is the text agreed on, or what remains open."""

    title: Name
    workers: LongStory = ""
    employer: LongStory = ""
    outcome: Literal["agreed", "open", "withdrawn"]
    result: LongStory = ""

    @model_validator(mode="after")
    def _said(self) -> MinutesTopic:
        if self.outcome == "agreed" and not self.result:
            raise ValueError("达成一致的议题须写明一致意见")
        return self


class TalksMinutesRecord(TalksRecord):
    """The minutes of one session (协商会议记录), signed by both chiefs. 上海市集体合同条例 18; 集体合同规定 34.

    `workers_said`, `employer_said` and `concluded` are what was noted of the session as a whole.
    """

    session_number: Annotated[int, Field(ge=1, le=99, strict=True)]
    held_on: date
    began_at: Clock
    ended_at: OptionalClock = ""
    place: Line
    chairs: Annotated[tuple[Label, ...], Field(min_length=1, max_length=2)]
    recorder: OptionalLabel = ""
    worker_side: TalksSide
    employer_side: TalksSide
    workers: Seats
    employer: Seats
    observers: Annotated[tuple[Line, ...], Field(max_length=120)] = ()
    absent: Annotated[tuple[Line, ...], Field(max_length=120)] = ()
    information: Annotated[tuple[Story, ...], Field(max_length=200)] = ()
    topics: Annotated[tuple[MinutesTopic, ...], Field(min_length=1, max_length=80)]
    workers_said: LongStory = ""
    employer_said: LongStory = ""
    concluded: LongStory = ""
    remarks: OptionalStory = ""
    suspended: OptionalParagraph = ""
    next_on: date | None = None
    next_at: OptionalClock = ""
    next_place: OptionalLine = ""
    signed_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> TalksMinutesRecord:
        if self.ended_at and self.ended_at < self.began_at:
            raise ValueError("会议结束时间早于开始时间")
        if self.next_on is not None and self.next_on < self.held_on:
            raise ValueError("下次会议日期早于本次会议")
        if self.signed_on is not None and self.signed_on < self.held_on:
            raise ValueError("签字日期早于会议日期")
        if any(sum(one.chief for one in team) > 1 for team in (self.workers, self.employer)):
            raise ValueError("每方只有一名首席代表")
        return self


class VoteCheck(Record):
    """One share asked by law, as domain/talks/vote.py worked it out: `part` of `whole` against at least `least`.

    `needed` is the fewest heads that reach it; `exact`: reached by not a head more.
    """

    part: Heads
    whole: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    least: Fraction
    needed: Heads
    holds: bool
    exact: bool = False
    law: Articles

    @model_validator(mode="after")
    def _adds_up(self) -> VoteCheck:
        above, below = (int(number) for number in self.least.split("/"))
        if self.needed != -(-above * self.whole // below) or self.holds != (self.part >= self.needed):
            raise ValueError("核对结果与人数不符")
        if self.exact != (self.part * below == above * self.whole):
            raise ValueError("是否恰为法定比例与人数不符")
        return self


class CongressResolutionRecord(TalksRecord):
    """What the congress or all staff decided about a draft (职代会决议), with the count and its checks.

    上海市职工代表大会条例 28, 31; 集体合同规定 36. Shares are of ALL delegates (all staff), never of those present.
    `officers` counted or watched the count, where it isn't known who did which.
    """

    body: Body
    body_name: Line
    employer: Line
    held_on: date
    place: Line
    chair: OptionalLabel = ""
    draft_title: Line
    papers_sent_on: date | None = None
    papers_law: OptionalArticles = ()
    delegates: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    present: Heads
    yes: Heads
    no: Heads
    abstain: Heads
    invalid: Heads = 0
    secret: bool
    secret_law: OptionalArticles = ()
    quorum: VoteCheck
    majority: VoteCheck
    adopted: bool
    why_not: OptionalLine = ""
    notes: Annotated[tuple[Line, ...], Field(max_length=12)] = ()
    decisions: Annotated[tuple[Paragraph, ...], Field(max_length=12)] = ()
    tellers: Annotated[tuple[Label, ...], Field(max_length=6)] = ()
    counters: Annotated[tuple[Label, ...], Field(max_length=6)] = ()
    officers: Annotated[tuple[Label, ...], Field(max_length=12)] = ()
    signed_on: date | None = None

    @model_validator(mode="after")
    def _counts(self) -> CongressResolutionRecord:
        if self.present > self.delegates:
            raise ValueError("到会人数多于代表（职工）总数")
        if self.yes + self.no + self.abstain + self.invalid > self.present:
            raise ValueError("票数合计多于到会人数")
        if (self.quorum.part, self.quorum.whole) != (self.present, self.delegates):
            raise ValueError("到会人数的核对与到会人数、总数不符")
        if (self.majority.part, self.majority.whole) != (self.yes, self.delegates):
            raise ValueError("赞成票的核对与赞成票、总数不符")
        return self

    @model_validator(mode="after")
    def _decided(self) -> CongressResolutionRecord:
        reached = self.quorum.holds and self.majority.holds
        if self.adopted and not reached:
            raise ValueError("未达到法定比例的，不能写为通过")
        if reached and not self.adopted and not self.why_not:
            raise ValueError("达到法定比例而未通过的，须写明原因")
        if self.adopted and self.why_not:
            raise ValueError("已经通过的，不写未通过的原因")
        if self.papers_sent_on is not None and self.papers_sent_on > self.held_on:
            raise ValueError("材料送达日期晚于会议日期")
        if self.signed_on is not None and self.signed_on < self.held_on:
            raise ValueError("签署日期早于会议日期")
        return self


class BallotSheetRecord(Record):
    """Paper ballots (表决票), several a page, all alike: no number, page or code tells one from another."""

    organisation: Name
    body_name: FirmName
    draft_title: FirmName
    held_on: date
    tickets: Annotated[int, Field(ge=1, le=600, strict=True)]


MEETING_RECORDS: dict[str, type[Record]] = {
    "talks_minutes": TalksMinutesRecord,
    "congress_resolution": CongressResolutionRecord,
    "ballot_sheet": BallotSheetRecord,
}
