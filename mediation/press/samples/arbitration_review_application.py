"""The joint application for review by a commission."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the application with the commission's name."""
    return shared.head(
        "审", parties=shared.both(), authority="上海市闵行区劳动人事争议仲裁委员会", agreement=shared.agreed(),
        limit={"what": "自协议生效之日起十五日", "safe_on": "2026-12-07", "last_on": "2026-12-07"},
        basis=[shared.law("劳动人事争议仲裁办案规则（人社部令第33号）", "第七十四条")],
        attachments=["调解协议书", "双方当事人的身份证明、主体资格证明", "与调解协议相关的证据材料"],
    )  # fmt: skip
