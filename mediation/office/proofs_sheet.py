"""The proof sheet: the proof of chosen results in Chinese, issued with a number and kept in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import access, config
from mediation.access import Reader, Scope
from mediation.domain import advice, datewords, valuewords
from mediation.domain.explain import Explanation
from mediation.domain.resultflips import Change
from mediation.domain.resultproof import Article, Proof, RuleSaid
from mediation.domain.results import Outcome, Result
from mediation.domain.vocabulary import CLAIM_KINDS, fields_of
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.models.station import Station
from mediation.office import casebook, cases, documents, proofs_amounts, proofs_amounts_sheet, proofs_ground
from mediation.office.casebook import facts_of
from mediation.office.proofs import proofs_of, title_of
from mediation.office.proofs_ground import Asked
from mediation.press import Printed

MARKS: Final = {"V": "", "S": "据二手资料", "U": "条文待核"}
GROUPS: Final = {"all_of": "以下全部成立", "any_of": "以下任一成立", "none_of": "以下均不成立"}
MOST_WHY: Final = 6
LINE: Final = 200
GONE: Final = "作出决定时的规则文本已不在库中，本单按现行规则核对，可能与当时不同。"
NEWER: Final = "规则此后已有更新；本单按作出决定时的规则核对。"
PLAIN: Final = frozenset(
    {"number", "case_number", "received_on", "issued_on", "version", "on", "governed_on", "rule", "rulebook"}
)
"""What of a sheet's record is a day, a number or an id by its type: the paper writes it as it needs."""
MOVED: Final = "决定之后事实或转交情况有变动，重新核对的窗口与现行记录不一致，以案件记录为准。"


@dataclass(frozen=True)
class Prepared:
    """A proof sheet ready to be printed."""

    case_id: str
    issue: documents.Issue
    record: dict[str, Any]


def prepare(session: Session, case_id: str, keys: list[str], *, by: Reader, now: datetime) -> Prepared:
    """Return the frozen record of the chosen results' proofs with its number; raises NotFound for what is none."""
    asked = proofs_ground.ask(session, case_id, user=by)
    access.require(by, "proof.issue", asked.about)
    amounts = [proofs_amounts.named(asked, key) for key in dict.fromkeys(keys) if proofs_amounts.is_amount(key)]
    others = [key for key in keys if not proofs_amounts.is_amount(key)]
    found = [one for _, one in proofs_of(asked, others)] if others or not amounts else []
    station = session.get_one(Station, asked.stored.case.station_id)
    year, code = station_day(now).year, documents.new_code()
    given = casebook.next_number(session, station, year, "paper.理")
    number = f"（{year}）{station.short_name or station.code}理字第{given:04d}号"
    record = _record(session, asked, found, by, now)
    record["amounts"] = [proofs_amounts_sheet.part(one, asked, now=now) for one in amounts]
    record = datewords.throughout(record, but=PLAIN)
    record |= {"number": number, "verification_url": f"{config.settings().base_url.rstrip('/')}/verify/{code}"}
    titles = [*(_title(one.result, asked) for one in found), *(f"{one.row.title}的测算金额" for one in amounts)]
    fields = {"what": "；".join(titles)[:LINE]}
    return Prepared(case_id, documents.Issue("proof_sheet", number, code, fields=fields), record)


def store(session: Session, prepared: Prepared, printed: Printed, *, by: Reader, now: datetime) -> Document:
    """Store a printed proof sheet for good."""
    case = Scope(session, by).get(Case, prepared.case_id)
    access.require(by, "proof.issue", facts_of(session, case))
    return documents.store(session, case, prepared.issue, printed, by=by, now=now)


def _record(session: Session, asked: Asked, found: list[Proof], by: Reader, now: datetime) -> dict[str, Any]:
    case, basis = asked.stored.case, asked.basis
    people = cases.names_of(session, case.station_id)
    head = cases.header(session, asked.stored, people)
    told = ((not basis.kept, GONE), (basis.kept and not basis.current, NEWER), (not basis.same, MOVED))
    return {
        "case_number": case.number,
        "organisation": session.get_one(Station, case.station_id).organisation_name,
        "applicants": head.applicants.zh, "respondents": head.respondents.zh,
        "received_on": case.received_on.isoformat(),
        "decided_at": f"{basis.decided_at.astimezone(ZONE):%Y-%m-%d %H:%M}",
        "issued_on": station_day(now).isoformat(), "issued_by": people.get(by.id, "—") or "—",
        "rulebook": basis.rulebook,
        "notes": [text for applies, text in told if applies],
        "results": [_result(one, asked) for one in found],
    }  # fmt: skip


def _result(proof: Proof, asked: Asked) -> dict[str, Any]:
    steps = [step.text() for due in proof.dues for step in due.limit.steps]
    return {
        "title": _title(proof.result, asked)[:LINE],
        "outcome": outcome_words(proof.result, proof.outcome)[:LINE],
        "rules": [_rule(one, asked) for one in proof.made_by[:20]],
        "others": [{"title": one.rule.title["zh"], "why": _why_not(one, asked)} for one in proof.others[:30]],
        "changes": [_change(proof.result, one, asked)[:LINE] for one in proof.changes[:60]],
        "arithmetic": [one[:LINE] for one in steps[:80]],
        "calendar": next((due.limit.calendar[:LINE] for due in proof.dues), ""),
    }


def _title(result: Result, asked: Asked) -> str:
    title = title_of(result, asked).zh
    match result.kind:
        case "desk":
            return f"转{valuewords.DESKS[result.name]}"
        case "priority":
            return f"{valuewords.DESKS[result.name]}的缓急"
        case "flag":
            return f"标记“{valuewords.flag(result.name)}”"
        case "mediation":
            return "能否调解"
        case "advice":
            return {"suggest": "建议", "require": "必须", "warn": "提醒"}[result.name.partition(".")[0]] + (
                f"：{advice.words_of(result.name.partition('.')[2])[0]}"
            )
        case "escalation":
            return f"升级：{title}"
    return title if result.claim is None else f"{title}（{_kind(result.claim, asked)}）"


def outcome_words(result: Result, outcome: Outcome) -> str:
    """Return what came out for a result, in Chinese."""
    match result.kind:
        case "desk":
            return valuewords.ROLES[outcome] if outcome else "不转"
        case "priority":
            return valuewords.PRIORITIES[outcome] if outcome else "不转"
        case "flag":
            return "标上" if outcome else "不标"
        case "mediation":
            return valuewords.MEDIATION[outcome]
        case "date":
            return "；".join(_days(*one) for one in outcome) if outcome else "不起算"
        case "escalation":
            return f"第{outcome}级" if outcome else "不升级"
    return "提出" if outcome else "不提出"


def _days(safe_on: date, last_on: date | None) -> str:
    if last_on is None:
        return f"稳妥日{safe_on}，最后一日待放假安排公布（暂定）"
    return f"稳妥日{safe_on}" + (f"，最后一日{last_on}" if last_on != safe_on else "")


def _rule(said: RuleSaid, asked: Asked) -> dict[str, Any]:
    about = f"第{said.claim + 1}项请求：{_kind(said.claim, asked)}" if said.claim is not None else ""
    return {
        "rule": said.rule.id,
        "title": said.rule.title["zh"],
        "version": said.rule.in_force.start.isoformat(),
        "about": about,
        "verdict": "成立" + ("（规则内容待核）" if said.rule.verified == "U" else ""),
        "tests": list(_tests(said.found)),
        "articles": [_article(one) for one in said.articles[:12]],
    }


def _kind(place: int, asked: Asked) -> str:
    return CLAIM_KINDS[asked.ground.case.claims[place].kind][0]


def _tests(found: Explanation) -> Iterator[dict[str, Any]]:
    fields = fields_of(found.rule.subject)
    if not found.lines:
        yield {"holds": True, "depth": 0, "text": "没有条件，一律成立"}
    for line in found.lines:
        if line.joiner:
            text = GROUPS.get(line.joiner, f"第{line.wanted}级")
        else:
            text = valuewords.told(fields[line.field], line)
        yield {"holds": line.holds, "depth": min(line.depth, 9), "text": text[:LINE]}


def _article(article: Article) -> dict[str, str]:
    if article.law is None:
        return {"title": article.key, "text": "", "mark": "条文待核"}
    marks = [MARKS[article.law.verified], "" if article.in_force else "当日不在施行期内"]
    return {
        "title": f"{article.law.title['zh']}{article.law.article}"[:LINE],
        "text": article.words[:1500],
        "mark": "，".join(filter(None, marks)),
    }


def _why_not(said: RuleSaid, asked: Asked) -> str:
    """Return in a line why a rule gave nothing: what it gives way to, or the tests that fail."""
    if said.put_out_by:
        titles = (one.title["zh"] for one in asked.book.rules if one.id == said.put_out_by)
        return f"条件成立，但让位于“{next(titles, said.put_out_by)}”"
    if said.held:
        return "成立，但未使结果更急"
    fields, found = fields_of(said.rule.subject), []
    for line in said.found.lines:
        if not line.joiner and not line.holds:
            found.append(valuewords.told(fields[line.field], line))
    shown = "；".join(_briefly(found))
    return shown or "条件不成立"


def _briefly(found: Iterable[str]) -> list[str]:
    listed = list(found)
    more = len(listed) - MOST_WHY
    return listed if more <= 0 else [*listed[:MOST_WHY], f"等{len(listed)}项"]


def _change(result: Result, change: Change, asked: Asked) -> str:
    place, field = change.fact.claim, change.fact.field
    kind = asked.ground.case.claims[place].kind if place is not None else ""
    named, then = valuewords.of_claim(field, place, kind), outcome_words(result, change.outcome)
    if change.any_value:
        return f"若查明{named}（无论何值），则{then}"
    return f"若{named}为{valuewords.value(field, change.instead)}，则{then}"
