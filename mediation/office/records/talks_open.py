"""Records of opening wage talks: where they come from, what the form offers, what is known of the round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mediation.office.records.reasons import LawRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class CaseTick:
    """A dispute that an agenda may be drafted from."""

    id: str
    number: str
    received_on: date
    state: str
    workers: int
    stoppage: bool
    kinds: tuple[str, ...]
    station_id: str


@dataclass(frozen=True)
class EarlyWarning:
    """Enough similar cases at one firm or site: talks are proposed. `key` is the firm's key or the site's address."""

    where: str
    key: str
    name: str
    what: Said
    reasons: tuple[ClauseReason, ...]


@dataclass(frozen=True)
class ClauseReason:
    """One clause (its title; None for kinds of disputes that no clause settles) and why it is proposed."""

    clause: Words | None
    why: Said


@dataclass(frozen=True)
class ClauseTick:
    """One clause of the library, as the agenda offers it."""

    key: str
    title: Words
    why: Said | None


@dataclass(frozen=True)
class Prefill:
    """What a form begins with: the values of its fields, and the station that knows the firm."""

    values: Mapping[str, str]
    station_id: str


@dataclass(frozen=True)
class TalksNote:
    """Something to know before talks are opened, with the talks it is about (id, number)."""

    said: Said
    talks_id: str = ""
    number: str = ""


@dataclass(frozen=True)
class Offered:
    """What the form offers besides its own fields: cases, clauses by topic, the places, what the matters mean."""

    cases: tuple[CaseTick, ...]
    topics: tuple[tuple[str, tuple[ClauseTick, ...]], ...]
    places: tuple[tuple[str, Words], ...]
    matters: tuple[str, ...]
    matter_laws: tuple[LawRecord, ...]
    strict: bool
    layoff: Said | None = None
    notes: tuple[TalksNote, ...] = ()


@dataclass(frozen=True)
class FirmLine:
    """One firm of the talks."""

    name: str
    firm_key: str
    credit_code: str
    legal_representative: str
    address: str
    staff: int | None
    authorised: bool | None


@dataclass(frozen=True)
class LinkedCase:
    """A dispute that the agenda was drafted from; `id` is empty where the reader may not open it."""

    number: str
    received_on: date
    id: str = ""
