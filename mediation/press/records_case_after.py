"""The shapes of the papers after an agreement: review, confirmation, payment order, visits, closing (D12–D15, D18)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mediation.press.records import (
    Amount,
    Label,
    Line,
    OptionalLabel,
    OptionalLine,
    Paragraph,
    PartyName,
    Record,
    Story,
)
from mediation.press.records_case import (
    Agreed,
    CasePaper,
    CaseParty,
    Count,
    CourtName,
    Limit,
    Mediators,
    OptionalParagraph,
    PartiesPaper,
    Sum,
)
from mediation.press.records_talks import Articles

OrderKind = Literal["remuneration", "injury_medical", "severance", "damages"]
Paid = Literal["", "paid", "partly", "unpaid"]
Attachments = Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]


class JointApplicationRecord(PartiesPaper):
    """What both sides ask of a commission or a court together; `authority` is blank where it isn't chosen yet."""

    authority: CourtName = ""
    agreement: Agreed
    limit: Limit
    basis: Articles
    attachments: Attachments

    @model_validator(mode="after")
    def _dated(self) -> JointApplicationRecord:
        if self.limit.safe_on is None or self.limit.safe_on < self.agreement.effective_on:
            raise ValueError("须写明共同申请的期限")
        return self


class ArbitrationReviewRecord(JointApplicationRecord):
    """The joint application to a labour arbitration commission to review an agreement (D12). 令33 74."""


class CourtConfirmationRecord(JointApplicationRecord):
    """The joint application to a court to confirm an agreement (D13). CPL 205; 民诉法解释 353–354."""


class DueRow(Record):
    """One instalment and what came of it."""

    due_on: date
    amount: Amount
    paid: Sum = 0

    @model_validator(mode="after")
    def _not_more(self) -> DueRow:
        if self.paid > self.amount:
            raise ValueError("已付金额多于应付金额")
        return self


class PaymentOrderRecord(CasePaper):
    """The worker's application for a payment order (D14): only what is due and unpaid of the kinds of 调仲法 16."""

    creditors: Annotated[tuple[CaseParty, ...], Field(min_length=1, max_length=60)]
    debtor: CaseParty
    court: CourtName = ""
    agreement: Agreed
    kinds: Annotated[tuple[OrderKind, ...], Field(min_length=1, max_length=4)]
    amount: Amount
    due: Annotated[tuple[DueRow, ...], Field(min_length=1, max_length=40)]
    later: Sum = 0
    accelerated: bool = False
    as_of: date
    basis: Articles
    attachments: Attachments

    @model_validator(mode="after")
    def _adds_up(self) -> PaymentOrderRecord:
        if self.amount != sum(one.amount - one.paid for one in self.due):
            raise ValueError("请求的金额与到期未付金额之和不符")
        late = [one for one in self.due if one.due_on < self.as_of]
        if not late or (len(late) < len(self.due) and not self.accelerated):
            raise ValueError("尚未到期的款项不能申请支付令")
        if not self.debtor.address:
            raise ValueError("须写明支付令能够送达债务人的地址")
        return self


class FollowUpRecordPaper(CasePaper):
    """What a visit after the agreement found (D15)."""

    parties: Annotated[tuple[PartyName, ...], Field(min_length=1, max_length=60)]
    agreement_number: OptionalLabel = ""
    visited_on: date
    way: Literal["phone", "message", "visit", "at_station"]
    spoken_with: Line
    visitor: Label
    reason: OptionalLine = ""
    performance: Paid = ""
    total: Sum | None = None
    paid: Sum | None = None
    words: OptionalParagraph = ""
    satisfaction: Annotated[int, Field(ge=1, le=5, strict=True)] | None = None
    new_dispute: OptionalParagraph = ""
    next_step: OptionalParagraph = ""


class ClosingReportRecord(PartiesPaper):
    """The report with which a case is closed and filed (D18). `left_open`: what an agreement didn't settle."""

    file_number: OptionalLabel = ""
    facts: Annotated[tuple[Paragraph, ...], Field(max_length=20)] = ()
    left_open: Annotated[tuple[Label, ...], Field(max_length=30)] = ()
    source: Label
    lead: Label
    mediators: Mediators
    received_on: date
    accepted_on: date | None = None
    closed_on: date
    days: Count
    workers: Count
    claimed: Sum | None = None
    summary: Story
    kinds: Annotated[tuple[Label, ...], Field(min_length=1, max_length=30)]
    process: Annotated[tuple[Paragraph, ...], Field(max_length=40)] = ()
    ending: Label
    outcome: Label
    note: OptionalParagraph = ""
    agreement_number: OptionalLabel = ""
    agreed: Sum | None = None
    paid: Sum | None = None
    performance: Annotated[tuple[Paragraph, ...], Field(max_length=40)] = ()

    @model_validator(mode="after")
    def _dates(self) -> ClosingReportRecord:
        if self.closed_on < self.received_on:
            raise ValueError("结案日期早于收到申请的日期")
        return self


AFTER_RECORDS: dict[str, type[Record]] = {
    "arbitration_review_application": ArbitrationReviewRecord,
    "court_confirmation_application": CourtConfirmationRecord,
    "payment_order_application": PaymentOrderRecord,
    "follow_up_record": FollowUpRecordPaper,
    "closing_report": ClosingReportRecord,
}
