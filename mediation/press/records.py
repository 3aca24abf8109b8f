"""The exact shape of what a document is printed from: text, dates and whole fen, nothing else.

An issued document is these records frozen. Every text has a longest length, every list a longest number, so that no
record can make a document that never ends.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from mediation.domain.casefile import NAME_LENGTH

MOST_FEN = 10**11 - 1


def _text(most: int, least: int = 1) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Name = Annotated[str, _text(80)]
PartyName = Annotated[str, _text(NAME_LENGTH)]
Label = Annotated[str, _text(40)]
Line = Annotated[str, _text(200)]
Paragraph = Annotated[str, _text(1000)]
Story = Annotated[str, _text(4000)]
OptionalLabel = Annotated[str, _text(40, 0)]
OptionalLine = Annotated[str, _text(200, 0)]
OptionalStory = Annotated[str, _text(2000, 0)]
Amount = Annotated[int, Field(gt=0, le=MOST_FEN, strict=True)]
Place = Annotated[int, Field(gt=0, le=100_000, strict=True)]
OrganisationKind = Literal["people_mediation", "labour_mediation"]
Route = Literal["arbitration_review", "court_confirmation", "payment_order", "arbitration", "direct_suit"]


class Record(BaseModel):
    """The common rules of all records: frozen, and no field that isn't named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Representative(Record):
    """Who acts for a party: 委托代理人."""

    name: Label
    capacity: OptionalLine = ""
    authority: OptionalLabel = ""
    phone: OptionalLabel = ""


class Party(Record):
    """One party with the data that 17号令 art 26 and 人民调解法 art 29 want; unknown data stay blank."""

    role: Literal["applicant", "respondent", "third_party"]
    kind: Literal["person", "employer", "union"]
    name: PartyName
    sex: Literal["", "男", "女"] = ""
    born: date | None = None
    id_kind: Label = "公民身份号码"
    id_number: OptionalLabel = ""
    credit_code: OptionalLabel = ""
    legal_representative: OptionalLabel = ""
    post: OptionalLabel = ""
    phone: OptionalLabel = ""
    address: OptionalLine = ""
    representatives: Annotated[tuple[Representative, ...], Field(max_length=3)] = ()


class GroupMember(Record):
    """One worker of a group, with the own share, for the annex; each signs there (never settled by others).

    `place` is the number on the list of the case; where nobody has one, they are counted.
    """

    place: Place | None = None
    name: Label
    id_number: OptionalLabel = ""
    amount: Amount


class Request(Record):
    """One request as it was made: 调解请求事项."""

    text: Line
    amount: Amount | None = None


class Part(Record):
    """One part of a payment: 其中."""

    name: Line
    amount: Amount


class Account(Record):
    """The payee's account: 收款账户."""

    holder: PartyName
    bank: Name
    number: Label


class Instalment(Record):
    """One instalment, due on or before a day."""

    due_on: date
    amount: Amount
    note: OptionalLine = ""


class Payment(Record):
    """What one side pays the other; a single instalment is a lump sum.

    Of a group, either `each` is paid by the own account, or one for all: `payee_why`.
    """

    payer: PartyName
    payee: PartyName
    purpose: Line
    amount: Amount
    method: Label = "银行转账"
    account: Account | None = None
    parts: Annotated[tuple[Part, ...], Field(max_length=20)] = ()
    instalments: Annotated[tuple[Instalment, ...], Field(min_length=1, max_length=36)]
    to_group: bool = False
    each: bool = False
    payee_why: Annotated[str, _text(300, 0)] = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Payment:
        if sum(instalment.amount for instalment in self.instalments) != self.amount:
            raise ValueError("各期金额之和与总额不符")
        if self.parts and sum(part.amount for part in self.parts) != self.amount:
            raise ValueError("各项金额之和与总额不符")
        days = [instalment.due_on for instalment in self.instalments]
        if days != sorted(days):
            raise ValueError("各期付款日期未按先后排列")
        return self


class Term(Record):
    """One further term that isn't money: 其他约定."""

    title: Label
    text: Paragraph


class AgreementRecord(Record):
    """A labour mediation agreement (劳动争议调解协议书). 17号令 art 26; 人民调解法 art 29; 调仲法 art 14."""

    number: Label
    case_number: Label
    organisation: Name
    organisation_kind: OrganisationKind
    cause: Name
    received_on: date | None = None
    accepted_on: date | None = None
    parties: Annotated[tuple[Party, ...], Field(min_length=2, max_length=60)]
    group: Annotated[tuple[GroupMember, ...], Field(max_length=500)] = ()
    requests: Annotated[tuple[Request, ...], Field(min_length=1, max_length=30)]
    facts: Story
    disputed: OptionalStory = ""
    results: Annotated[tuple[Paragraph, ...], Field(max_length=20)] = ()
    payments: Annotated[tuple[Payment, ...], Field(max_length=6)] = ()
    terms: Annotated[tuple[Term, ...], Field(max_length=20)] = ()
    default_clause: OptionalStory = ""
    claims_settled: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    claims_reserved: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    routes: Annotated[tuple[Route, ...], Field(max_length=5)]
    copies: Annotated[int, Field(ge=3, le=99)] = 3
    mediators: Annotated[tuple[Label, ...], Field(min_length=1, max_length=3)]
    recorder: OptionalLabel = ""
    signed_on: date | None = None
    verification_url: Line

    @model_validator(mode="after")
    def _holds_together(self) -> AgreementRecord:
        if not {"applicant", "respondent"} <= {party.role for party in self.parties}:
            raise ValueError("须有申请人和被申请人各至少一名")
        if not (self.results or self.payments or self.terms):
            raise ValueError("没有任何协议内容")
        if self.copies < len(self.parties) + 1:
            raise ValueError("份数少于当事人人数加一")
        to_group = sum(payment.amount for payment in self.payments if payment.to_group)
        if sum(member.amount for member in self.group) != to_group:
            raise ValueError("附件所列各人金额之和与应付给附件所列人员的金额不符")
        return self


RECORDS: dict[str, type[Record]] = {"agreement": AgreementRecord}
"""The record of each document kind that can be printed."""
