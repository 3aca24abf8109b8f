"""How a mediation may end: the closed list of reasons, what each leads to, and what must be on file before it.

The reasons are those of the courts' online-mediation rules (人民法院在线调解规则, 法释〔2021〕23号, text 待核) and
the withdrawal by the applicant. In every ending without an agreement the parties are told of arbitration and courts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mediation.domain.refusals import N_, Problem

ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "agreed": ("settled", "partly_settled"),
    "settled_themselves": ("withdrawn",),
    "unreachable": ("not_settled",),
    "unwilling": ("refused",),
    "too_far_apart": ("not_settled",),
    "time_over": ("not_settled",),
    "not_signed": ("not_settled",),
    "other": ("other", "transferred", "out_of_scope"),
    "withdrawn": ("withdrawn",),
}
"""Every reason with the outcomes that fit it; for an agreement the file decides which."""

CHOICES: Final[Mapping[str, tuple[str, str]]] = {
    **{ending: (ending, fits[0]) for ending, fits in ENDINGS.items() if ending != "other"},
    "other": ("other", "other"), "transferred": ("other", "transferred"), "out_of_scope": ("other", "out_of_scope"),
}  # fmt: skip
"""What a form offers, with the ending and the outcome it stands for."""

DECLARED: Final = ("settled_themselves", "withdrawn")
"""Endings that rest on what the applicant said: on which day is written down with them."""
NO_AGREEMENT: Final = N_("没有已生效的调解协议；请先出具协议并登记生效，再按达成协议结案")
AN_AGREEMENT: Final = N_("已有生效的调解协议，不能按未达成协议结案")
NOT_DECLARED: Final = N_("请填写申请人作出声明的日期：自行和解、撤回申请须由申请人自己声明")
DECLARED_WHEN: Final = N_("声明的日期应在受理当日至结案日期之间")
NOT_SOUGHT: Final = N_(
    "联系不上的，须有同一当事人在至少 %(wanted)d 个不同日期邀请未送达或者约定后未到场的记录；现有 %(found)d 日"
)
NO_REFUSAL: Final = N_("没有当事人明确表示不愿意调解的记录；请先在“同意与邀请”中登记")
NOT_TALKED: Final = N_("没有开过调解会，也没有双方各自的方案；请先登记，或者选择别的结案原因")
NOT_OVER: Final = N_("调解期限（至 %(day)s）还没有届满；届满前可以继续调解，或者选择别的结案原因")
NO_PERIOD: Final = N_("没有推算出调解期限，不能按期限届满结案")
NOT_ISSUED: Final = N_("没有出具过调解协议，不能按拒绝签章结案")
NO_REFUSED_SIGNATURE: Final = N_("没有拒绝签章的登记；请登记，或者在说明中写明哪一方、何时拒绝签章")
NOT_TOLD: Final = N_("未达成协议的，须书面告知当事人可以申请仲裁或者起诉和时效；不出具告知书的，请写明原因")
NO_SCOPE: Final = N_("请说明为什么不属受理范围，例如：不是劳动争议")
ENDS: Final = N_("请选择结案原因")


@dataclass(frozen=True)
class Ground:
    """What is on file about how a mediation went. `sought`: on how many days a party wasn't reached, the most of any.

    `period_ends`: the last day of the mediation period, made longer by both sides or not. `unsigned`: an agreement was
    issued and isn't in force. `needed_days`: the station's own number, no law has one.
    """

    received_on: date
    in_force: bool = False
    declared: frozenset[date] = field(default_factory=frozenset)
    sought: int = 0
    needed_days: int = 2
    refused: bool = False
    talked: bool = False
    period_ends: date | None = None
    unsigned: bool = False
    signature_refused: bool = False


@dataclass(frozen=True)
class Said:
    """What a form says: which ending (of CHOICES), as of which day, the note, when the applicant declared it.

    `untold` None: the parties are told by the termination notice; else the reason why they aren't.
    """

    ending: str
    on: date
    note: str = ""
    declared_on: date | None = None
    untold: str | None = None

    @property
    def reason(self) -> str:
        """Return the ending itself, of ENDINGS, or "" for what is none."""
        return CHOICES.get(self.ending, ("", ""))[0]

    def outcome(self, *, whole: bool) -> str:
        """Return what the ending counts as; `whole`: an agreement leaves no claim open."""
        if self.reason == "agreed" and not whole:
            return "partly_settled"
        return CHOICES.get(self.ending, ("", ""))[1]


def missing(said: Said, ground: Ground) -> Problem | None:
    """Return what must exist before a mediation ends for this reason and doesn't, None where nothing is missing."""
    ending = said.reason
    if not ending:
        return Problem(ENDS, "ending")
    if (ending == "agreed") != ground.in_force:
        return Problem(AN_AGREEMENT if ground.in_force else NO_AGREEMENT, "ending")
    if ending in DECLARED:
        return _declared(ground, said)
    check = _CHECKS.get(ending)
    return check(ground, said) if check else None


def offered(ground_in_force: bool) -> tuple[str, ...]:
    """Return the choices that contradict no agreement on file, in the order of a form."""
    return tuple(one for one in CHOICES if (one == "agreed") == ground_in_force)


def on_file(ending: str, ground: Ground, today: date) -> Problem | None:
    """Return what is missing on file, leaving out what the closing form itself asks for."""
    return missing(Said(ending, today, "…", today), ground)


def _declared(ground: Ground, said: Said) -> Problem | None:
    if said.declared_on is None:
        return None if ground.declared else Problem(NOT_DECLARED, "declared_on")
    if not ground.received_on <= said.declared_on <= said.on:
        span = f"{ground.received_on} – {said.on}"
        return Problem(DECLARED_WHEN, "declared_on", str(said.declared_on), span)
    return None


def _unreachable(ground: Ground, _: Said) -> Problem | None:
    if ground.sought >= ground.needed_days:
        return None
    return Problem(NOT_SOUGHT, "ending", params={"wanted": ground.needed_days, "found": ground.sought})


def _unwilling(ground: Ground, _: Said) -> Problem | None:
    return None if ground.refused else Problem(NO_REFUSAL, "ending")


def _too_far_apart(ground: Ground, _: Said) -> Problem | None:
    return None if ground.talked else Problem(NOT_TALKED, "ending")


def _time_over(ground: Ground, said: Said) -> Problem | None:
    if ground.period_ends is None:
        return Problem(NO_PERIOD, "ending")
    if said.on <= ground.period_ends:
        return Problem(NOT_OVER, "ending", params={"day": ground.period_ends})
    return None


def _not_signed(ground: Ground, said: Said) -> Problem | None:
    if not ground.unsigned:
        return Problem(NOT_ISSUED, "ending")
    if not ground.signature_refused and not said.note.strip():
        return Problem(NO_REFUSED_SIGNATURE, "note")
    return None


def _other(_: Ground, said: Said) -> Problem | None:
    """A transfer and any other reason are asked for with the outcome (office/closure)."""
    return Problem(NO_SCOPE, "note") if said.ending == "out_of_scope" and not said.note.strip() else None


_CHECKS: Final = {
    "unreachable": _unreachable, "unwilling": _unwilling, "too_far_apart": _too_far_apart, "time_over": _time_over,
    "not_signed": _not_signed, "other": _other,
}  # fmt: skip
