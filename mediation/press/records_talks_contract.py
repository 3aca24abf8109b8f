"""The shapes of what comes of wage talks: the agreement, its filing form, its publication."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mediation.press.records import Amount, Label, Line, OptionalLabel, OptionalLine, OptionalStory, Record, Story
from mediation.press.records_talks import (
    Articles,
    CoveringRecord,
    Heads,
    OptionalParagraph,
    TalksSide,
)
from mediation.press.records_talks_meeting import Body

Occasion = Literal["first", "renewal", "change", "refiling"]


class Sum(Record):
    """A sum of money a clause agrees: what for, how much."""

    name: Label
    amount: Amount


class AgreedClause(Record):
    """One clause as it was recorded: its key in rules/talks/clauses.yaml, the chapter heading it stands under."""

    key: Label
    chapter: OptionalLabel = ""
    title: Label
    text: Story
    sums: Annotated[tuple[Sum, ...], Field(max_length=12)] = ()


Clauses = Annotated[tuple[AgreedClause, ...], Field(min_length=1, max_length=80)]


class WageStandard(Record):
    """The monthly standard of one group of staff."""

    group: Label
    heads: Heads | None = None
    before: Amount | None = None
    after: Amount


class ContractRecord(CoveringRecord):
    """What every document about an agreement carries: its two sides and its term."""

    employer: TalksSide
    workers: TalksSide
    term_from: date
    term_until: date

    @model_validator(mode="after")
    def _between_two_sides(self) -> ContractRecord:
        if (self.employer.side, self.workers.side) != ("employer", "workers"):
            raise ValueError("合同双方须为用人单位方和职工方")
        if self.term_until <= self.term_from:
            raise ValueError("合同届满日须晚于起始日")
        if self.scope != "unit" and not self.firms:
            raise ValueError("集团、行业性、区域性合同须附适用企业名单")
        return self


class WageAgreementRecord(ContractRecord):
    """The wage agreement (工资专项集体合同) from the clauses agreed. 9号令 art 7; `draft`: as it is put to the vote."""

    headcount: Heads | None = None
    draft: bool = False
    clauses: Clauses
    standards: Annotated[tuple[WageStandard, ...], Field(max_length=60)] = ()
    adopted_on: date | None = None
    adopted_by: Body | None = None
    adopting_body: OptionalLine = ""
    copies: Annotated[int, Field(ge=2, le=20, strict=True)]
    signed_on: date | None = None

    @model_validator(mode="after")
    def _complete(self) -> WageAgreementRecord:
        if not (self.employer.chief and self.workers.chief):
            raise ValueError("须写明双方首席代表")
        days = [f"{day.year}年{day.month}月{day.day}日" for day in (self.term_from, self.term_until)]
        terms = [clause.text for clause in self.clauses if clause.key == "term"]
        if any(day not in text for text in terms for day in days):
            raise ValueError("合同期限条款与合同起止日不一致")
        if self.draft and self.adopted_on is not None:
            raise ValueError("已经通过的不再是草案")
        known = (self.adopted_on is not None, self.adopted_by is not None, bool(self.adopting_body))
        if len(set(known)) != 1:
            raise ValueError("通过的日期、机构和会议名称须一并写明")
        return self


class Attachment(Record):
    """One piece of the filing pack, attached or not."""

    name: Line
    attached: bool
    copies: Annotated[int, Field(ge=1, le=20, strict=True)] | None = None
    note: OptionalLine = ""


class FiledSession(Record):
    """One session in the account of the talks."""

    held_on: date
    place: OptionalLine = ""
    result: Line


class FilingFormRecord(ContractRecord):
    """The form with which the employer files an agreement (报送表), and the account of the talks (协商情况说明).

    上海市集体合同条例 23; 集体合同规定 42; 9号令 art 21. Every attachment says 已附 or 未附.
    """

    authority: Line
    contact: OptionalLabel = ""
    contact_phone: OptionalLabel = ""
    headcount: Heads
    covered: Heads
    contract_title: Line
    contract_number: OptionalLabel = ""
    occasion: Occasion
    objected_on: date | None = None
    objection: OptionalStory = ""
    objection_answer: OptionalStory = ""
    signed_contract_on: date | None = None
    adopted_on: date
    adopted_by: Body
    vote: Line
    notice_on: date | None = None
    file_by: date
    file_law: Articles
    worker_seats: Heads
    employer_seats: Heads
    attachments: Annotated[tuple[Attachment, ...], Field(min_length=1, max_length=30)]
    sessions: Annotated[tuple[FiledSession, ...], Field(max_length=60)] = ()
    account: Story
    main_terms: Annotated[tuple[Line, ...], Field(max_length=40)] = ()
    submitted_on: date | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> FilingFormRecord:
        if self.covered > self.headcount:
            raise ValueError("适用职工人数多于职工总数")
        if self.occasion == "refiling" and (self.objected_on is None or not self.objection):
            raise ValueError("异议后再次报送的，须写明异议日期和内容")
        later = [day for day in (self.notice_on, self.submitted_on) if day is not None]
        if later != sorted(later) or any(day < self.adopted_on for day in later):
            raise ValueError("日期先后不符：通过、书面通知、报送须依次")
        return self


class TalksPublicationRecord(ContractRecord):
    """The notice that makes an agreement in force known to all staff (公布告示). 9号令 art 23."""

    contract_title: Line
    contract_number: OptionalLabel = ""
    authority: Line
    filed_on: date
    in_force_by: Literal["opinion", "silence"]
    opinion_on: date | None = None
    force_law: Articles
    effective_on: date
    covered: Heads | None = None
    clauses: Clauses
    full_text_at: OptionalParagraph = ""
    contact: OptionalLine = ""
    published_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> TalksPublicationRecord:
        if self.in_force_by == "opinion" and self.opinion_on is None:
            raise ValueError("经审查生效的，须写明审查意见书的日期")
        if self.effective_on < self.filed_on or (self.published_on and self.published_on < self.effective_on):
            raise ValueError("日期先后不符：报送、生效、公布须依次")
        return self


CONTRACT_RECORDS: dict[str, type[Record]] = {
    "wage_agreement": WageAgreementRecord,
    "filing_form": FilingFormRecord,
    "talks_publication": TalksPublicationRecord,
}
