"""The shapes of what is written down while a dispute is mediated, served and ended (D07, D08, D11, D16)."""

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
    OptionalStory,
    Paragraph,
    PartyName,
    Record,
)
from mediation.press.records_case import (
    CasePaper,
    Entries,
    Limits,
    Mediators,
    PartiesPaper,
    Receiver,
    Requests,
    Routes,
)
from mediation.press.records_talks import Articles, Clock, OptionalClock

Lines = Annotated[tuple[Paragraph, ...], Field(max_length=60)]


class InterviewRecord(CasePaper):
    """The record of a talk with one person (D07): who asked whom, when and where, question and answer."""

    matter: Line
    held_on: date
    began_at: Clock
    ended_at: OptionalClock = ""
    place: Line
    by_phone: bool = False
    investigator: Label
    recorder: Label
    interpreter: OptionalLine = ""
    person: PartyName
    role: Label
    spoken_by: OptionalLine = ""
    sex: Literal["", "男", "女"] = ""
    id_number: OptionalLabel = ""
    phone: OptionalLabel = ""
    address: OptionalLine = ""
    entries: Annotated[Entries, Field(min_length=1)]


class Attending(Record):
    """One party at a session: whether it came, and who came for it."""

    role: Literal["applicant", "respondent"]
    name: PartyName
    state: Literal["expected", "present", "late", "excused", "no_show", "left_early"]
    people: OptionalLine = ""
    why: OptionalLine = ""


class MediationRecord(CasePaper):
    """The record of one session (D08): who was there, what was told, said and found, and what came of it."""

    session_number: Annotated[int, Field(ge=1, le=99, strict=True)]
    form: Literal["joint", "separate", "phone", "video"]
    matter: Line
    held_on: date
    began_at: Clock
    ended_at: OptionalClock = ""
    place: Line
    mediators: Mediators
    recorder: Label
    interpreter: OptionalLine = ""
    guests: OptionalLine = ""
    attending: Annotated[tuple[Attending, ...], Field(min_length=1, max_length=60)]
    told: Lines = ()
    entries: Entries = ()
    recording: Literal["none", "audio", "video"] = "none"
    in_public: bool = False
    entered_on: date | None = None
    agreed: Lines = ()
    disputed: Lines = ()
    limitation: Limits = ()
    result: OptionalStory = ""
    agreement_number: OptionalLabel = ""
    next_on: date | None = None

    @model_validator(mode="after")
    def _says_something(self) -> MediationRecord:
        if not (self.entries or self.agreed or self.disputed or self.result):
            raise ValueError("没有任何陈述、事实或者结果")
        return self


class TerminationNoticeRecord(PartiesPaper):
    """The notice that mediation has ended without (full) agreement (D11): why, what is open, routes, dates.

    人民调解法 26; 17号令 30.
    """

    reason: Label
    reason_text: Paragraph
    received_on: date
    accepted_on: date | None = None
    ended_on: date
    requests: Requests
    agreed: Lines = ()
    agreed_amount: Amount | None = None
    agreement_number: OptionalLabel = ""
    open: Lines = ()
    routes: Routes
    limitation: Annotated[Limits, Field(min_length=1)]
    basis: Articles
    mediators: Mediators

    @model_validator(mode="after")
    def _dates(self) -> TerminationNoticeRecord:
        if self.ended_on < self.received_on:
            raise ValueError("终止日期早于收到申请的日期")
        if self.agreed and not self.agreement_number:
            raise ValueError("部分达成协议的，须写明协议编号")
        return self


class ServiceReceiptRecord(CasePaper):
    """Proof that a paper was handed over, or offered and refused (D16)."""

    receiver: Receiver
    document: Label
    document_number: OptionalLabel = ""
    place: OptionalLine = ""
    mode: Literal["in_person", "post", "message", "left_at_place", "through_other", "notice"]
    served_on: date
    taken_by: OptionalLine = ""
    relation: OptionalLabel = ""
    refused: bool = False
    note: OptionalLine = ""
    server: Label

    @model_validator(mode="after")
    def _refusal_told(self) -> ServiceReceiptRecord:
        if self.refused and not self.note:
            raise ValueError("拒绝签收的，须记明拒收的事由")
        return self


MEETING_RECORDS: dict[str, type[Record]] = {
    "interview_record": InterviewRecord,
    "mediation_record": MediationRecord,
    "termination_notice": TerminationNoticeRecord,
    "service_receipt": ServiceReceiptRecord,
}
