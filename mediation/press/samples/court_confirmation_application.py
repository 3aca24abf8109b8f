"""The joint application for confirmation by a court."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the application with the court's name."""
    return shared.head(
        "确", parties=shared.both(), authority="上海市闵行区人民法院", agreement=shared.agreed(),
        limit={"what": "自协议生效之日起三十日", "safe_on": "2026-12-22", "last_on": "2026-12-22"},
        basis=[shared.law("民事诉讼法", "第二百零五条")],
        attachments=["调解协议书", "调解组织主持调解的证明", "双方当事人的身份证明、主体资格证明和联系方式"],
    )  # fmt: skip
