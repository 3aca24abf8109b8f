"""`mediation rules rehearse`: stored cases decided by other rules, and what would move."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from mediation.clock import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.rulebook import RuleFault

if TYPE_CHECKING:
    from mediation.office.rehearsal import Report

MOST_SHOWN: Final = 200
ABOUT: Final = {
    "referral": "转办", "date": "期限", "escalation": "升级", "flag": "标记", "mediation": "调解", "suggestion": "提示",
}  # fmt: skip
BESIDE: Final = {"talks": "集体协商", "deadline": "期限", "accept": "接收时限", "shift": "值班"}


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "since", help="Only cases received on this day or later (YYYY-MM-DD).")
@click.option("--as-of", "as_of", help="Judge cases received before this day as if received on it, by both books.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def rehearse(directory: Path, since: str | None, as_of: str | None, as_json: bool) -> None:
    """Decide the stored cases by the rules in DIRECTORY and list what would move, by desk and person.

    Open cases as they stand now, closed ones as they were logged, each by the law of its day. Nothing is written.
    """
    from mediation.commands.faults import spoken

    days = {"--from": _day(since, "--from"), "--as-of": _day(as_of, "--as-of")}
    with spoken():
        report, names = _run(directory, days["--from"], days["--as-of"])
    answer = _answer(report, names)
    click.echo(json.dumps(answer, ensure_ascii=False)) if as_json else _show(answer)
    for fault in report.faults:
        click.echo(f"passed over: {fault['where']}: {fault['why']}", err=True)
    if report.faults:
        raise SystemExit(1)


def _run(directory: Path, since: date | None, as_of: date | None) -> tuple[Report, dict[str, str]]:
    from mediation import db
    from mediation.domain.rulefile import listed
    from mediation.office import rehearsal, rule_texts, rules

    draft, room = rule_texts.renamed(listed(directory)), rules.current()
    if not draft:
        raise RuleFault(directory.name, "", "the folder holds no rule file", code="missing")
    if room.files is None:
        raise room.faults[0]
    wanted = rehearsal.Wanted(rule_texts.renamed(room.files), draft, clock.now(), since, as_of)
    report = rehearsal.rehearse(wanted)
    with db.reading() as session:
        people = {*report.by_person(), *(one["person"] for one in report.beside)}
        return report, rehearsal.names(session, people)


def _day(text: str | None, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(Problem(N_("不是有效的日期"), field, text or "", "2026-11-16")) from None


def _answer(report: Report, names: dict[str, str]) -> dict[str, Any]:
    return {
        "cases": report.cases,
        "moved": len(report.moved),
        "by_desk": report.by_desk(),
        "by_person": {names.get(person, person): counts for person, counts in report.by_person().items()},
        "list": [{"number": one.number, "open": one.live, "changes": list(one.changes)} for one in report.moved],
        "beside": [
            {
                "what": one["what"], "number": one["number"], "id": one["code"], "was": one["was"],
                "becomes": one["becomes"], "person": names.get(one["person"], ""),
            }
            for one in report.beside
        ],
        "without_desk": report.leaderless,
        "rulebook": {"now": report.now, "draft": report.draft},
    }


def _show(answer: dict[str, Any]) -> None:
    click.echo(f"演练案件 {answer['cases']} 件，其中 {answer['moved']} 件会变动。")
    for title, counts in (("单位", answer["by_desk"]), ("承办人", answer["by_person"])):
        for name, one in counts.items():
            click.echo(
                f"{title} {name}：{one['cases']} 件（转办 {one['referrals']}，期限 {one['dates']}，"
                f"升级 {one['escalations']}，其他 {one['other']}）"
            )
    for case in answer["list"][:MOST_SHOWN]:
        click.echo(f"{case['number']}{'' if case['open'] else '（已结案，仅供比较）'}")
        for change in case["changes"]:
            was, becomes = _said(change["was"]), _said(change["becomes"])
            click.echo(f"    {ABOUT[change['about']]} {change['id']}：{was} → {becomes}")
    if answer["beside"]:
        click.echo(f"此外有 {len(answer['beside'])} 个集体协商期限、协议期限等会变动：")
    for one in answer["beside"][:MOST_SHOWN]:
        whose = f"（{one['person']}）" if one["person"] else ""
        was, becomes = one["was"][0], one["becomes"][0]
        click.echo(f"    {BESIDE[one['what']]} {one['number']} {one['id']}：{was} → {becomes}{whose}")
    if answer["moved"] > MOST_SHOWN:
        click.echo(f"… 其余 {answer['moved'] - MOST_SHOWN} 件见 --json")
    if answer["without_desk"]:
        click.echo(f"草案使下列案件没有主办单位：{', '.join(answer['without_desk'])}", err=True)


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one is not None)
    return {None: "无", True: "有", False: "无"}.get(value, str(value))
