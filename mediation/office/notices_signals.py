"""Signals: what people are told of, what each is called, whether its mail is on unless a person says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mediation.domain.refusals import N_

JOINT_MEETING: Final = 3
"""The level of escalation that is mailed at once, whatever a person chose."""


@dataclass(frozen=True)
class Signal:
    """One kind of notice: its name, and whether it goes into the digest by default (`digest` or `none`)."""

    name: str
    mail: str = "digest"


SIGNALS: Final[Mapping[str, Signal]] = {
    "escalation": Signal(N_("升级提醒")),
    "referral": Signal(N_("分流与接收")),
    "deadline": Signal(N_("办理期限")),
    "case": Signal(N_("案件变动")),
    "settlement": Signal(N_("协议与履行")),
    "evidence": Signal(N_("补充证据")),
    "opinion": Signal(N_("律师意见")),
    "docket": Signal(N_("值班清单")),
    "conflict": Signal(N_("利益冲突核对")),
    "roster": Signal(N_("值班安排")),
    "swap": Signal(N_("换班")),
    "talks": Signal(N_("集体协商")),
    "duplicate": Signal(N_("疑似重复案件"), mail="none"),
    "ledger": Signal(N_("台账导入"), mail="none"),
    "system": Signal(N_("系统")),
}


def level_of(params: Mapping[str, Any]) -> int:
    """Return the level of escalation a notice speaks of, 0 for none."""
    level = params.get("level", 0)
    return level if isinstance(level, int) else 0


def at_once(kind: str, urgency: str, level: int) -> bool:
    """Tell whether a notice is mailed at once: nobody can switch that off."""
    return urgency == "immediate" or (kind == "escalation" and level >= JOINT_MEETING)
