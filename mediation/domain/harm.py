"""Which harm weighs most: the order in which a supervisor's board lists escalations of one level."""

from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_


@dataclass(frozen=True)
class Harm:
    """One harm: its name, the rules that raise it, the flags of a case that carry it into any other escalation."""

    name: str
    rules: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


HARMS: Final = (
    Harm(N_("人身危险"), ("escalation.unsafe",), ("unsafe",)),
    Harm(N_("未成年人"), (), ("protected_minor",)),
    Harm(N_("群体争议"), ("escalation.group",)),
    Harm(N_("时效将过"), ("escalation.limitation",)),
    Harm(N_("协议效力未保全"), ("escalation.confirmation",)),
    Harm(N_("款项未付"), ("escalation.instalment",)),
    Harm(N_("调解期满"), ("escalation.mediation_closing",)),
    Harm(N_("单位多案"), ("escalation.cluster",)),
    Harm(N_("违反集体合同承诺"), ("escalation.promise",)),
    Harm(N_("协商未答复"), ("escalation.talks_reply",)),
    Harm(N_("站内期限"), ("escalation.station_deadline",)),
    Harm(N_("未接收"), ("escalation.not_accepted",)),
    Harm(N_("久无进展"), ("escalation.silent",)),
)
"""Danger to life first, then children, then many people, then rights that lapse, money, and the station's own pace."""

UNKNOWN: Final = len(HARMS)
"""The rank of a rule that the list doesn't name: last."""


def rank(rule: str, flags: tuple[str, ...] | list[str]) -> int:
    """Return the place of an escalation by its rule or its case's flags, 0 the gravest."""
    places = (nth for nth, harm in enumerate(HARMS) if rule in harm.rules or set(harm.flags) & set(flags))
    return min(places, default=UNKNOWN)
