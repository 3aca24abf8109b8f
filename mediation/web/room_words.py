"""Words of the mediation room, gathered from its parts: acts, tables of codes, labels of fields, noted values."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.web.afterwards_words import AFTERWARDS_ACTS, AFTERWARDS_LABELS, AFTERWARDS_NOTED, AFTERWARDS_TABLES
from mediation.web.consents_words import CONSENT_ACTS, CONSENT_LABELS, CONSENT_NOTED, CONSENT_TABLES
from mediation.web.evidence_words import EVIDENCE_ACTS, EVIDENCE_LABELS, EVIDENCE_NOTED, EVIDENCE_TABLES
from mediation.web.group_words import GROUP_ACTS, GROUP_LABELS, GROUP_NOTED, GROUP_TABLES
from mediation.web.paper_words import CASE_PAPER_ACTS
from mediation.web.people_words import PEOPLE_ACTS, PEOPLE_LABELS, PEOPLE_NOTED, PEOPLE_TABLES
from mediation.web.signing_words import SIGNING_ACTS, SIGNING_LABELS, SIGNING_NOTED, SIGNING_TABLES
from mediation.web.sittings_words import SITTING_ACTS, SITTING_LABELS, SITTING_NOTED, SITTING_TABLES

ROOM_ACTS: Mapping[str, str] = {
    **AFTERWARDS_ACTS, **CONSENT_ACTS, **EVIDENCE_ACTS, **GROUP_ACTS,
    **PEOPLE_ACTS, **CASE_PAPER_ACTS, **SIGNING_ACTS,
    **SITTING_ACTS,
}  # fmt: skip
ROOM_TABLES: Mapping[str, Mapping[str, str]] = {
    **AFTERWARDS_TABLES, **CONSENT_TABLES, **EVIDENCE_TABLES, **GROUP_TABLES,
    **PEOPLE_TABLES, **SIGNING_TABLES, **SITTING_TABLES,
}  # fmt: skip
ROOM_LABELS: Mapping[str, str] = {
    **AFTERWARDS_LABELS, **CONSENT_LABELS, **EVIDENCE_LABELS, **GROUP_LABELS,
    **PEOPLE_LABELS, **SIGNING_LABELS, **SITTING_LABELS,
}  # fmt: skip
ROOM_NOTED: Mapping[str, str] = {
    **AFTERWARDS_NOTED, **CONSENT_NOTED, **EVIDENCE_NOTED, **GROUP_NOTED,
    **PEOPLE_NOTED, **SIGNING_NOTED, **SITTING_NOTED,
}  # fmt: skip
