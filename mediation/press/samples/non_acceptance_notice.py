"""A notice that mediation isn't begun."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the notice where the employer doesn't want mediation."""
    return shared.head(
        "不受", parties=shared.both(), reason="unwilling", requests=shared.requests(), received_on="2026-11-16",
        reason_text=(
            "被申请人上海犇赟建筑工程有限公司于2026年11月18日以电话方式表示不同意调解。"
        ), decided_on="2026-11-18",
        routes=shared.routes(), limitation=shared.limitation(),
        basis=[shared.law("企业劳动争议协商调解规定（人社部令第17号）", "第二十二条")],
    )  # fmt: skip
