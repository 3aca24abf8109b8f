"""The claim kinds in words, as documents and lists print them."""

from __future__ import annotations

from mediation.domain.vocabulary import CLAIM_KINDS

CLAIM_WORDS = {kind: zh for kind, (zh, _en) in CLAIM_KINDS.items()}
PAPER_WORDS = {kind: zh.replace("（N）", "").replace("（2N）", "") for kind, zh in CLAIM_WORDS.items()}
"""The same as official papers name them: without the shorthand that pages carry, 经济补偿（N）."""
