"""The station: its organisation, its desks' hours."""

from datetime import time

from sqlmodel import Field

from mediation.domain.clockwords import HOME
from mediation.models.base import Row, choice, text

DESKS = ("union", "judicial_office", "police", "law_firm")
ORGANISATION_KINDS = ("people_mediation", "labour_mediation")


class Station(Row, table=True):
    """A joint mediation station. Hours are wall-clock times in Asia/Shanghai."""

    __tablename__ = "station"

    code: str = Field(unique=True, sa_type=text(16), description="short label, first part of case numbers")
    name: str = Field(sa_type=text(100))
    short_name: str = Field(default="", sa_type=text(20), description="in document numbers: （2026）曹行调字第0001号")
    organisation_kind: str = Field(default="people_mediation", sa_type=choice("organisation_kind", ORGANISATION_KINDS))
    organisation_name: str = Field(sa_type=text(200), description="full name as on the seal")
    address: str = Field(default="", sa_type=text(200))
    phone: str = Field(default="", sa_type=text(40))
    opens_at: time = Field(default=time(8, 30), description="desk hours begin on working days")
    closes_at: time = Field(default=time(17, 30), description="desk hours end on working days")
    place: str = Field(default=HOME, sa_type=text(40), description="whose rules come before the national ones")
    hold_minutes: int = Field(default=15, description="how long a slot of a duty is held while a case is referred")
