"""The calculators of claims: `compute(kind, facts, …)` and `KINDS`, the facts each kind takes. All of it is 测算."""

from __future__ import annotations

from mediation.domain.claims.compute import KINDS, compute, places_of
from mediation.domain.claims.condition import Condition
from mediation.domain.claims.facts import Fact, Facts
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.result import ClaimResult
from mediation.domain.claims.working import Line, Used

__all__ = ["KINDS", "ClaimResult", "Condition", "Fact", "Facts", "Kind", "Line", "Used", "compute", "places_of"]
