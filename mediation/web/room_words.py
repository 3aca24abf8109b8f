"""Words of the mediation room, gathered from its parts: acts, tables of codes, labels of fields, noted values."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.web.evidence_words import EVIDENCE_ACTS, EVIDENCE_LABELS, EVIDENCE_NOTED, EVIDENCE_TABLES
from mediation.web.paper_words import CASE_PAPER_ACTS

ROOM_ACTS: Mapping[str, str] = {**EVIDENCE_ACTS, **CASE_PAPER_ACTS}
ROOM_TABLES: Mapping[str, Mapping[str, str]] = {**EVIDENCE_TABLES}
ROOM_LABELS: Mapping[str, str] = {**EVIDENCE_LABELS}
ROOM_NOTED: Mapping[str, str] = {**EVIDENCE_NOTED}
