"""Which firm of a chain the signs point to as the employer, what is missing to be surer, whom to ask in besides.

Never a conclusion (law.md §10.1): the weights are the station's own habit, taken from no source, and only order the
firms. Who the employer is, arbitration and courts decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_

WEIGHTS: Final[Mapping[str, int]] = {
    "contract": 5, "insurance_record": 4, "payslip": 3, "bank_record": 3, "tax_record": 3, "attendance": 2,
    "instructions": 2, "dispatch_agreement": 2, "subcontract": 1, "badge": 1, "app": 1, "site_board": 1, "witness": 1,
    "other": 1,
}  # fmt: skip
"""How much a sign says of who the employer is: unverified, the station's own. A badge often shows another firm."""

PROVEN: Final = 2
"""A sign with its evidence on file counts so many times one that is only told."""

CLEAR_BY: Final = 4
"""The firm ahead of all others by so much is named; by less, it is said to be open."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "contract": ("contract",), "pay": ("payslip", "bank_record", "tax_record"), "insurance": ("insurance_record",),
    "management": ("attendance", "instructions"),
}  # fmt: skip
"""What would make it surer, one of each: who signed, who paid, who insured, who gave orders."""

DISPATCH: Final = N_("《劳动争议调解仲裁法》第二十二条")
SUBCONTRACT: Final = N_("《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》第一条、第二条")
AFFILIATES: Final = N_("《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》第三条")
GENERAL: Final = N_("《保障农民工工资支付条例》第三十条")
INVESTOR: Final = N_("《劳动人事争议仲裁办案规则》第六条")


@dataclass(frozen=True)
class Sign:
    """One thing that speaks for or against a firm; `proven`: its evidence is on file."""

    kind: str
    speaks_for: bool = True
    proven: bool = False

    @property
    def weight(self) -> int:
        """Give what the sign counts, below zero where it speaks against."""
        weight = WEIGHTS[self.kind] * (PROVEN if self.proven else 1)
        return weight if self.speaks_for else -weight


@dataclass(frozen=True)
class Firm:
    """One respondent of the chain; `role` "" while nobody has said."""

    key: str
    name: str
    role: str = ""
    signs: tuple[Sign, ...] = ()

    @property
    def score(self) -> int:
        """Give what its signs come to."""
        return sum(one.weight for one in self.signs)

    def told(self, kinds: Iterable[str]) -> bool:
        """Tell whether a sign of one of these kinds speaks for it."""
        wanted = set(kinds)
        return any(one.kind in wanted and one.speaks_for for one in self.signs)


@dataclass(frozen=True)
class Ground:
    """What of the case bears on who should be there: building work, an employer that is closed or has fled."""

    construction: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Join:
    """Somebody to ask in as a further respondent: in which role, why, by which article, and who is there already."""

    roles: tuple[str, ...]
    why: str
    law: str
    beside: str = ""


@dataclass(frozen=True)
class Reading:
    """What the signs say: the firm they point to ("" while open), what is missing, whom to ask in.

    `ranked`: the keys of the firms, most spoken for first. `state`: nothing | open | points.
    """

    state: str
    key: str
    ranked: tuple[str, ...]
    missing: tuple[str, ...]
    unproven: bool
    joins: tuple[Join, ...]


def read(firms: Iterable[Firm], ground: Ground | None = None) -> Reading:
    """Return what the signs of a chain say."""
    chain = sorted(firms, key=lambda one: -one.score)
    best = chain[0] if chain else None
    rest = max((one.score for one in chain[1:]), default=0)
    state = "nothing"
    if any(one.signs for one in chain) and best is not None:
        state = "points" if best.score >= CLEAR_BY and best.score - max(rest, 0) >= CLEAR_BY else "open"
    at = [best] if state == "points" and best is not None else chain
    return Reading(
        state=state, key=best.key if state == "points" and best is not None else "",
        ranked=tuple(one.key for one in chain),
        missing=tuple(name for name, kinds in GROUPS.items() if not any(one.told(kinds) for one in at)),
        unproven=state != "nothing" and not any(sign.proven for one in at for sign in one.signs if sign.speaks_for),
        joins=tuple(_joins(chain, ground or Ground())),
    )  # fmt: skip


def _joins(chain: list[Firm], ground: Ground) -> list[Join]:
    roles = {one.role for one in chain if one.role}
    named = {one.role: one.name for one in reversed(chain)}
    found: list[Join] = []
    dispatcher = next((one for one in chain if one.told(("dispatch_agreement",))), None)
    if "agency" in roles and "user_firm" not in roles:
        found.append(Join(("user_firm",), N_("劳务派遣：派遣单位和用工单位为共同当事人"), DISPATCH, named["agency"]))
    elif "user_firm" in roles and "agency" not in roles:
        found.append(Join(("agency",), N_("劳务派遣：派遣单位和用工单位为共同当事人"), DISPATCH, named["user_firm"]))
    elif dispatcher is not None and not {"agency", "user_firm"} <= roles:
        why = N_("有劳务派遣协议：请确定哪家是派遣单位、哪家是用工单位")
        found.append(Join(("agency", "user_firm"), why, DISPATCH, dispatcher.name))
    below = next((one for one in chain if one.role == "subcontractor" or one.told(("subcontract",))), None)
    if below is not None and not roles & {"contractor", "general_contractor"}:
        why = N_("转包、分包或者挂靠给没有资质的：有资质的承包单位可能承担用工主体责任")
        found.append(Join(("contractor",), why, SUBCONTRACT, below.name))
    if ground.construction and "general_contractor" not in roles:
        why = N_("建设工程拖欠农民工工资：施工总承包单位先行清偿，再依法追偿")
        found.append(Join(("general_contractor",), why, GENERAL))
    mixed = _mixed(chain)
    if mixed and "affiliate" not in roles:
        why = N_("签合同、发工资、缴社保、管理的不是同一家：可能是关联单位混同用工，由有关单位共同承担责任")
        found.append(Join(("affiliate",), why, AFFILIATES, mixed))
    if ground.closed and "investor" not in roles:
        why = N_("用人单位未办执照、被吊销、关闭或者歇业：出资人、开办单位或者主管部门为共同当事人")
        found.append(Join(("investor",), why, INVESTOR))
    return found


def _mixed(chain: list[Firm]) -> str:
    """Return the names of firms that share what one employer does, where no dispatch or subcontract explains it."""
    if {one.role for one in chain} & {"agency", "user_firm", "contractor", "subcontractor", "general_contractor"}:
        return ""
    acting = [one for one in chain if any(one.told(kinds) for kinds in GROUPS.values())]
    one_does_all = any(
        all(firm.told(kinds) for kinds in GROUPS.values() if any(one.told(kinds) for one in chain)) for firm in acting
    )
    return "、".join(one.name for one in acting) if len(acting) > 1 and not one_does_all else ""
