"""The claim kinds in words, as documents and lists print them."""

from __future__ import annotations

from mediation.domain.vocabulary import CLAIM_KINDS

CLAIM_WORDS = {kind: zh for kind, (zh, _en) in CLAIM_KINDS.items()}
