"""The parties of a case; numbers that identify a person are sealed."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from mediation.domain.casefile import NAME_LENGTH
from mediation.models.base import Row, choice, text

SIDES = ("applicant", "respondent")
KINDS = ("person", "employer", "union")
SEXES = ("male", "female")
CHAIN_ROLES = (
    "employer", "app", "platform_partner", "agency", "user_firm", "contractor", "subcontractor", "general_contractor",
    "owner", "payer", "affiliate", "investor",
)  # fmt: skip
CONTACT_WAYS = ("phone", "message", "post", "counter", "through_other")


class Party(Row, table=True):
    """One applicant or respondent. `firm_key` is what makes two employers the same: credit code, else the name."""

    __tablename__ = "party"
    __table_args__ = (
        sa.Index("ix_party_station_id_firm_key", "station_id", "firm_key"),
        sa.Index("ix_party_case_id_side", "case_id", "side", "kind", "firm_key", "industry", "credit_code"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    side: str = Field(sa_type=choice("side", SIDES))
    position: int = 0
    kind: str = Field(sa_type=choice("kind", KINDS))
    name: str = Field(sa_type=text(NAME_LENGTH))
    born: date | None = None
    address: str | None = Field(default=None, sa_type=text(200))
    union_member: bool | None = None
    migrant: bool | None = None
    hardship: bool | None = None
    credit_code: str | None = Field(default=None, sa_type=text(18))
    industry: str | None = Field(default=None, sa_type=text(80))
    has_union: bool | None = None
    firm_key: str | None = Field(default=None, sa_type=text(160))
    id_number_sealed: bytes | None = None
    id_number_digest: str | None = Field(default=None, index=True, sa_type=text(64))
    id_number_tail: str | None = Field(default=None, sa_type=text(4))
    phone_sealed: bytes | None = None
    phone_digest: str | None = Field(default=None, index=True, sa_type=text(64))
    phone_tail: str | None = Field(default=None, sa_type=text(4))
    sex: str | None = Field(default=None, sa_type=choice("sex", SEXES))
    ethnic_group: str = Field(default="", sa_type=text(20))
    occupation: str = Field(default="", sa_type=text(40), description="of a person; D03")
    legal_representative: str = Field(default="", sa_type=text(80))
    post: str = Field(default="", sa_type=text(40), description="of the legal representative")
    chain_role: str | None = Field(default=None, sa_type=choice("chain_role", CHAIN_ROLES))
    contact_way: str | None = Field(default=None, sa_type=choice("contact_way", CONTACT_WAYS))
    contact_unsafe: bool = Field(default=False, description="never call or write openly; `contact_note` says how")
    contact_note: str = Field(default="", sa_type=text(200))
    language: str = Field(default="", sa_type=text(40), description="language or dialect, blank: Mandarin")
    interpreter: bool = False
    adaptations: str = Field(default="", sa_type=text(200), description="what the person needs: sight, stairs …")
    colour: str = Field(default="", sa_type=text(10), description="for fast notes")
    short: str = Field(default="", sa_type=text(8), description="abbreviation for fast notes")
    left_on: date | None = Field(default=None, description="no longer a party since")
    left_why: str = Field(default="", sa_type=text(200))
