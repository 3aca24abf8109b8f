"""The vote on a draft: attendance and approval as shares of ALL delegates (or all staff), never of those present.

集体合同规定 36; 上海市职工代表大会条例 28, 31; 上海市集体合同条例 22. Shares are exact fractions and "以上" includes
the number itself (民法典 1259); approval by exactly the share asked is flagged for a lawyer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.finding import Finding, by_weight
from mediation.domain.talks.place import Required, TalksPlace, first_required
from mediation.domain.workdays import Step, step

BODIES: Final = ("congress", "all_staff")
MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Count:
    """A count of heads: all `delegates` (or all staff), those present, and the ballots; `secret`: by secret ballot."""

    delegates: int
    present: int
    yes: int
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    body: str = "congress"
    secret: bool | None = None

    @property
    def cast(self) -> int:
        """Return how many ballots were counted."""
        return self.yes + self.no + self.abstain + self.invalid


@dataclass(frozen=True, slots=True)
class Share:
    """One test of a vote: `part` of `whole` against the `least` share."""

    part: int
    whole: int
    least: Fraction

    @property
    def share(self) -> Fraction:
        """Return the exact share."""
        return Fraction(self.part, self.whole)

    @property
    def holds(self) -> bool:
        """Say whether the share is reached; the number itself is enough."""
        return self.share >= self.least

    @property
    def exact(self) -> bool:
        """Say whether it is reached by no head more than needed and without a remainder."""
        return self.share == self.least

    @property
    def needed(self) -> int:
        """Return the smallest number of heads that reaches the share."""
        return -(-self.least.numerator * self.whole // self.least.denominator)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a vote came to. `adopted`: quorum and majority are reached and nothing forbids the vote to count.

    `for_lawyer`: it hangs on approval by exactly the share asked. `steps` is the arithmetic.
    """

    quorum: Share
    majority: Share
    adopted: bool
    for_lawyer: bool
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    law: tuple[str, ...]


def result(count: Count, *, rows: tuple[TalksPlace, ...], on: date) -> Outcome:
    """Return the outcome of a vote held on `on` by the rules of a chain of places (place.chain).

    Raises Refused with every fault for numbers that can't be (more present than delegates, more ballots than present),
    and LookupError where no place of the chain says how a vote is counted on that day.
    """
    if problems := impossible(count):
        raise Refused(problems)
    quorum_row, majority_row = _row(rows, "vote.quorum", on), _row(rows, "vote.majority", on)
    quorum = Share(count.present, count.delegates, quorum_row.row.share)
    majority = Share(count.yes, count.delegates, majority_row.row.share)
    found = [*_quorum(quorum, quorum_row), *_majority(majority, majority_row)]
    found += [*_secret(count, first_required(rows, "vote.secret", on)), *_cast(count, majority_row)]
    reached = quorum.holds and majority.holds
    adopted = reached and all(one.severity != "error" for one in found)
    law = tuple(dict.fromkeys((*quorum_row.row.law, *majority_row.row.law)))
    return Outcome(quorum, majority, adopted, adopted and majority.exact, _steps(count, quorum, majority),
                   by_weight(found), law)  # fmt: skip


def _row(rows: tuple[TalksPlace, ...], ident: str, on: date) -> Required:
    row = first_required(rows, ident, on)
    if row is None:
        raise LookupError(f"{ident}: no rule of {', '.join(one.id for one in rows)} is in force on {on.isoformat()}")
    return row


def impossible(count: Count) -> list[Problem]:
    """Return why the numbers can't be, every field that is wrong."""
    problems = []
    if count.body not in BODIES:
        problems.append(Problem(N_("未知的表决机构"), "body", count.body, ", ".join(BODIES)))
    if not 1 <= count.delegates <= MOST:
        problems.append(Problem(N_("代表（职工）总数应大于零"), "delegates", str(count.delegates), f"1–{MOST}"))
    for name in ("present", "yes", "no", "abstain", "invalid"):
        if getattr(count, name) < 0:
            problems.append(Problem(N_("人数不能小于零"), name, str(getattr(count, name)), "≥ 0"))
    if count.present > count.delegates:
        message = N_("到会人数多于代表（职工）总数：请核对签到表")
        problems.append(Problem(message, "present", str(count.present), f"≤ {count.delegates}"))
    if count.cast > count.present:
        message = N_("票数合计 %(cast)d 多于到会人数 %(present)d：请重新计票")
        facts = {"cast": count.cast, "present": count.present}
        problems.append(Problem(message, "yes", str(count.yes), f"≤ {count.present}", params=facts))
    return problems


def _found(row: Required, message: str, remedy: str, *, warning: bool = False, **facts: object) -> Finding:
    one = row.row
    return Finding(
        "warning" if warning else "error", one.id, message, remedy, one.law, one.verified, facts, "", row.place
    )


def _quorum(test: Share, row: Required) -> Iterator[Finding]:
    if not test.holds:
        message = N_("到会 %(present)d 人，不足全体 %(whole)d 人的 %(share)s（至少 %(needed)d 人），会议不能举行")
        yield _found(row, message, N_("另行召开，重新通知全体代表"), present=test.part, whole=test.whole,
                     share=str(test.least), needed=test.needed)  # fmt: skip


def _majority(test: Share, row: Required) -> Iterator[Finding]:
    if not test.holds:
        message = N_("赞成 %(yes)d 票，不足全体 %(whole)d 人的 %(share)s（至少 %(needed)d 票），草案未获通过")
        yield _found(row, message, N_("重新协商，修改草案后再次提交表决"), yes=test.part, whole=test.whole,
                     share=str(test.least), needed=test.needed)  # fmt: skip
    elif test.exact:
        message = N_("赞成 %(yes)d 票，恰为全体 %(whole)d 人的 %(share)s（“以上”包括本数，民法典第1259条）")
        yield _found(row, message, N_("请律师确认后再签字、报送"), warning=True, yes=test.part, whole=test.whole,
                     share=str(test.least))  # fmt: skip


def _secret(count: Count, row: Required | None) -> Iterator[Finding]:
    if row is None or count.secret:
        return
    if count.secret is None:
        yield _found(row, N_("未记录是否采用无记名投票"), N_("补记表决方式；没有采用的，重新表决"))
    else:
        yield _found(row, N_("没有采用无记名投票"), N_("以无记名投票方式重新表决"))


def _cast(count: Count, row: Required) -> Iterator[Finding]:
    if count.cast < count.present:
        message = N_("到会 %(present)d 人，收到 %(cast)d 票，有 %(missing)d 人没有投票")
        yield _found(row, message, N_("核对发出票数和收回票数，写入计票结果"), warning=True, present=count.present,
                     cast=count.cast, missing=count.present - count.cast)  # fmt: skip


_SHOWN: Final = {True: N_("达到"), False: N_("没有达到")}


_COUNTED: Final = N_(
    "全体 %(whole)d 人，到会 %(present)d 人；赞成 %(yes)d、反对 %(no)d、弃权 %(abstain)d、无效 %(invalid)d"
)
_ATTENDED: Final = N_("到会 %(part)d ÷ 全体 %(whole)d = %(share)s，要求 %(least)s 以上（至少 %(needed)d 人）：%(note)s")
_APPROVED: Final = N_("赞成 %(part)d ÷ 全体 %(whole)d = %(share)s，要求 %(least)s 以上（至少 %(needed)d 票）：%(note)s")


def _steps(count: Count, quorum: Share, majority: Share) -> tuple[Step, ...]:
    heads = {"whole": count.delegates, "present": count.present}
    ballots = {"yes": count.yes, "no": count.no, "abstain": count.abstain, "invalid": count.invalid}
    return step(_COUNTED, **heads, **ballots), _tested(_ATTENDED, quorum), _tested(_APPROVED, majority)


def _tested(message: str, test: Share) -> Step:
    return step(message, part=test.part, whole=test.whole, share=_percent(test.share), least=str(test.least),
                needed=test.needed, note=_SHOWN[test.holds])  # fmt: skip


def _percent(share: Fraction) -> str:
    """Return a share in per cent to two places, cut off and never rounded up; `…` where more would follow."""
    whole, rest = divmod(share.numerator * 10_000, share.denominator)
    return f"{whole // 100}.{whole % 100:02d}{'…' if rest else ''}%"
