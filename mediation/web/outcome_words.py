"""Words of what came of wage talks: how far demands were met, promises, cases against them."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_
from mediation.domain.talks.outcomes import MET

OUTCOME_TABLES: Mapping[str, Mapping[str, str]] = {
    "outcome_met": MET,
    "promise_state": {
        "open": N_("履行中"),
        "kept": N_("已履行"),
        "broken": N_("违反"),
        "ended": N_("已终止"),
    },
    "sign_state": {"new": N_("待核实"), "breach": N_("违反承诺"), "no_breach": N_("不违反")},
    "sign_finding": {"breach": N_("违反承诺"), "no_breach": N_("不违反")},
}
OUTCOME_LABELS: Mapping[str, str] = {
    "finding": N_("核实结果"),
    "sign_note": N_("核实情况"),
    "proof": N_("证明材料和核实情况"),
    "proved_on": N_("核实日期"),
    "claimed_on": N_("工会提出要求的日期"),
    "claim_note": N_("要求的内容"),
}
OUTCOME_ACTS: Mapping[str, str] = {
    "talks.promise_sign": N_("核实与承诺相反的案件"),
    "talks.promise_proof": N_("登记承诺的履行证明"),
    "talks.promise_claim": N_("登记工会的要求"),
}
