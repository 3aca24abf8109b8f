"""What one party is told before mediation."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the notice to the worker."""
    return shared.head(
        "告", receiver={"role": "applicant", "name": shared.WORKER}, others=[shared.FIRM], mediators=shared.MEDIATORS,
        address="上海市闵行区梅陇镇曹建路8号", phone="021-60000000", limits=shared.clocks(),
        limitation=shared.limitation(), keep_years=10,
    )  # fmt: skip
