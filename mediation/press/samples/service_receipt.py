"""Proof of service."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return proof that a notice was left with the employer."""
    return shared.head(
        "送", receiver={"role": "respondent", "name": shared.FIRM}, document="调解受理通知书",
        document_number="（2026）梅陇受字第0318号", place="上海市闵行区都市路2688号7幢1203室", mode="in_person",
        served_on="2026-11-17", taken_by="孙昇", relation="人事经理", server="李祎",
    )  # fmt: skip
