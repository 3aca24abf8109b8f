"""The shapes of the papers at the beginning of a case: application, register, notices, authority (D03–D06, D17)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mediation.press.records import Label, Line, OptionalLabel, OptionalLine, Paragraph, PartyName, Place, Record, Story
from mediation.press.records_case import (
    CasePaper,
    CaseParty,
    Count,
    Limits,
    Mediators,
    PartiesPaper,
    Receiver,
    Requests,
    Routes,
    Sum,
)
from mediation.press.records_talks import Articles, OptionalClock

Power = Literal["admit", "waive", "settle", "receive_payment", "receive_papers", "sign"]


class ListedWorker(Record):
    """One worker of a group on the list that all sign; `elected`: to represent them (调仲法 7).

    `place` is the number on the list of the case; where nobody has one, they are counted.
    """

    place: Place | None = None
    name: PartyName
    id_number: OptionalLabel = ""
    claimed: Sum | None = None
    elected: bool = False


class ApplicationRecord(PartiesPaper):
    """The application for mediation (D03), or what was written down on the spot of an oral one (调仲法 12).

    17号令 21: who applies, what is requested, facts and reasons. `listed`: of a group, all its workers.
    """

    made: Literal["written", "oral"]
    requests: Requests
    facts: Story
    workers: Count = 1
    listed: Annotated[tuple[ListedWorker, ...], Field(max_length=500)] = ()
    elected_on: date | None = None
    asked_on: date
    asked_at: OptionalClock = ""
    place: OptionalLine = ""
    recorder: OptionalLabel = ""

    @model_validator(mode="after")
    def _oral_in_full(self) -> ApplicationRecord:
        if self.made == "oral" and not (self.asked_at and self.place and self.recorder):
            raise ValueError("口头申请的笔录须写明时间、地点和记录人")
        return self


class RegistrationRecord(PartiesPaper):
    """The entry in the register of accepted disputes (D04): when, who, what about, where from."""

    registered_on: date
    registered_at: OptionalClock = ""
    source: Label
    own_start: bool = False
    kinds: Annotated[tuple[Label, ...], Field(min_length=1, max_length=30)]
    workers: Count
    claimed: Sum | None = None
    summary: Story
    lead: Label
    registrar: Label


class AcceptanceNoticeRecord(PartiesPaper):
    """The notice that mediation begins (D05): by whom, and the two clocks of mediation side by side."""

    requests: Requests
    received_on: date
    accepted_on: date
    mediators: Mediators
    phone: OptionalLabel = ""
    limits: Annotated[Limits, Field(min_length=1)]
    limitation: Limits = ()
    basis: Articles

    @model_validator(mode="after")
    def _dates(self) -> AcceptanceNoticeRecord:
        if self.accepted_on < self.received_on:
            raise ValueError("受理日期早于收到申请的日期")
        return self


class NonAcceptanceNoticeRecord(PartiesPaper):
    """The notice that mediation isn't begun: why, and which ways stay open until when (17号令 22)."""

    reason: Literal["unwilling", "out_of_scope", "protected"]
    reason_text: Paragraph
    requests: Requests
    received_on: date
    decided_on: date
    routes: Routes
    limitation: Limits = ()
    basis: Articles

    @model_validator(mode="after")
    def _dates(self) -> NonAcceptanceNoticeRecord:
        if self.decided_on < self.received_on:
            raise ValueError("决定日期早于收到申请的日期")
        return self


class RightsNoticeRecord(CasePaper):
    """What one party is told of rights and duties before mediation (D06), with the notice on personal data."""

    receiver: Receiver
    others: Annotated[tuple[PartyName, ...], Field(min_length=1, max_length=60)]
    mediators: Mediators
    address: OptionalLine = ""
    phone: OptionalLabel = ""
    lawyer: bool = True
    limits: Limits = ()
    limitation: Limits = ()
    keep_years: Annotated[int, Field(ge=1, le=100, strict=True)]
    keep_note: OptionalLine = ""


class Agent(Record):
    """Who is to act for a party."""

    name: Label
    capacity: Label
    office: OptionalLine = ""
    id_number: OptionalLabel = ""
    phone: OptionalLabel = ""


class PowerOfAttorneyRecord(CasePaper):
    """One party's written authority (D17), general or special with each power named. 调仲法 24; CPL 62."""

    principal: CaseParty
    others: Annotated[tuple[PartyName, ...], Field(min_length=1, max_length=60)]
    matter: Line
    agent: Agent
    authority: Literal["general", "special"]
    powers: Annotated[tuple[Power, ...], Field(max_length=6)] = ()
    given_on: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _powers_named(self) -> PowerOfAttorneyRecord:
        if self.authority == "special" and not self.powers:
            raise ValueError("特别授权须逐项写明权限")
        if self.authority == "general" and {"admit", "waive", "settle"} & set(self.powers):
            raise ValueError("代为承认、放弃、变更请求或者和解须特别授权")
        if self.given_on and self.until and self.until < self.given_on:
            raise ValueError("委托期限的截止日早于委托日期")
        return self


INTAKE_RECORDS: dict[str, type[Record]] = {
    "application": ApplicationRecord,
    "registration": RegistrationRecord,
    "acceptance_notice": AcceptanceNoticeRecord,
    "non_acceptance_notice": NonAcceptanceNoticeRecord,
    "rights_notice": RightsNoticeRecord,
    "power_of_attorney": PowerOfAttorneyRecord,
}
