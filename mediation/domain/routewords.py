"""What the ways to an enforceable title and the steps on them are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mediation.domain.refusals import N_

ROUTES: Final[Mapping[str, str]] = {
    "court_confirmation": N_("司法确认"),
    "arbitration_review": N_("仲裁审查"),
    "payment_order": N_("支付令"),
    "notary": N_("公证"),
    "direct_suit": N_("直接起诉"),
    "arbitration": N_("申请仲裁"),
    "enforcement": N_("申请强制执行"),
}
STEPS: Final[Mapping[str, str]] = {
    "chosen": N_("已选定"),
    "filed": N_("已提交"),
    "accepted": N_("已受理"),
    "granted": N_("已获准许"),
    "dismissed": N_("未获准许"),
    "withdrawn": N_("已撤回"),
}
