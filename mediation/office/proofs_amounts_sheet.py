"""The proof of an amount as a proof sheet prints it, in Chinese."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from mediation.domain import money
from mediation.domain.claims import compute
from mediation.domain.money import Fen
from mediation.domain.workdays import Step
from mediation.domain.worktime import ZONE
from mediation.office import claim_annex, claim_sheets_now, proofs_amounts, proofs_ground, rules
from mediation.office.proofs_amounts import Worked
from mediation.office.proofs_ground import Asked
from mediation.office.records import Said
from mediation.office.records.claims import ConditionRecord, TurnRecord
from mediation.office.records.proofs import AmountProof, ProofLaw

MARKS: Final = {"V": "", "S": "据二手资料", "U": "条文待核"}
WHY: Final = {
    "rules": "规则、标准或者计算日已更新", "facts": "与案情登记的日期不一致",
    "both": "规则、标准或者计算日已更新，且与案情登记的日期不一致",
}  # fmt: skip
GONE: Final = "保存测算时的规则文本已不在库中，条件按现行规则核对，可能与当时不同。"
OTHER: Final = "重新核对得不出所保存的金额，条件仅供对照，请重新测算。"
MOST: Final = 60
LONG: Final = 500


def part(one: Worked, asked: Asked, *, now: datetime) -> dict[str, Any]:
    """Return one amount for the record of a proof sheet."""
    book, _ = proofs_ground.book_of(asked.session, one.sheet.rulebook)
    proof = proofs_amounts.proof(one, asked, now=now)
    made_at = one.sheet.made_at.astimezone(ZONE)
    return claim_annex.claim_part(one.claim, one.sheet, book) | {
        "made": f"{proof.sheet.made_by or '—'}　{made_at:%Y-%m-%d %H:%M} 保存",
        "notes": [text for applies, text in ((not proof.kept, GONE), (not proof.same, OTHER)) if applies],
        "tests": [{"holds": it.holds, "depth": 0, "text": _condition(it)} for it in proof.conditions],
        "articles": [_article(it) for it in proof.laws[:30]],
        "changes": [_turn(it)[:LONG] for it in proof.sheet.turns[:MOST]],
    } | _now(one, proof, asked, now)  # fmt: skip


def _now(one: Worked, proof: AmountProof, asked: Asked, now: datetime) -> dict[str, Any]:
    """Return what the claim comes to now, nothing where that is the amount kept."""
    if proof.anew is None:
        return {}
    why = WHY[proof.anew.why]
    if proof.anew.amount is None:
        return {"now": "不能重算", "now_why": f"{why}：{'；'.join(map(_said, proof.anew.stuck))}"[:LONG]}
    room = rules.current()
    facts, on = claim_sheets_now.present(one.sheet, asked.stored.case, now=now)
    result = compute(one.sheet.kind, facts, on=on, book=room.book, calendar=room.calendar)
    return {
        "now": _yuan(result.amount), "now_why": why,
        "now_steps": [claim_annex.step_part(line, room.book) for line in result.steps],
    }  # fmt: skip


def _condition(one: ConditionRecord) -> str:
    return f"{_said(one.says)}（要求：{_said(one.wanted)}；实际：{_said(one.actual)}）"


def _article(one: ProofLaw) -> dict[str, str]:
    marks = [MARKS[one.mark], "" if one.stood else "当日不在施行期内"]
    return {"title": one.title.zh, "text": one.text[:1500], "mark": "，".join(filter(None, marks))}


def _turn(one: TurnRecord) -> str:
    which = f"第{one.nth}–{one.until}项中任一项" if one.until else f"第{one.nth}项"
    fact = one.label.zh + (f"（{which}）" if one.nth else "")
    if one.up is None:
        when = f"若{fact}为{_value(one.instead, one.type)}"
    else:
        beyond = ("晚于", "早于") if one.type == "day" else ("高于", "低于")
        when = f"若{fact}{beyond[not one.up]}{_value(one.last, one.type)}"
    flipped = [f"“{_said(it.says)}”由{'不成立变为成立' if it.holds else '成立变为不成立'}" for it in one.flipped]
    told = "；".join(flipped or [_said(it) for it in one.said])
    return f"{when}，算法改变，金额自{_yuan(one.amount)}起另算" + (f"：{told}" if told else "")


def _value(value: Any, kind: str) -> str:
    if value is None:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value}元" if kind == "money" else str(value)


def _yuan(amount: int) -> str:
    return f"{money.figures(Fen(amount))}元"


def _said(one: Said) -> str:
    return Step(one.message, one.params).text()
