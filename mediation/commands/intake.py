"""`mediation intake`: log a case file as a mediator would, or only say what would happen."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from mediation.clock import clock
from mediation.commands.files import read_json
from mediation.commands.rulesroom import Room, room
from mediation.domain import casefile, salvage
from mediation.domain.casefile import CaseFile
from mediation.domain.decision import Decision, decide
from mediation.domain.engine import Rules
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import ZONE, station_day


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Store nothing; needs no database.")
@click.option("--on", "on", help="Decide as of this instant (ISO 8601 with offset) instead of the receipt.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def intake(file: Path, dry_run: bool, on: str | None, as_json: bool) -> None:
    """Log the case in FILE (JSON) and show its desks, dates and why."""
    moment = _instant(on)
    case = casefile.read(read_json(file), now=moment or clock.now())
    rules = room()
    if dry_run:
        decision = _decide(case, rules, moment)
        answer = decision.answer()
    else:
        answer = _log(case, moment or clock.now())
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _show(answer, rules)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(Problem(N_("不是带时区的时间"), "--on", text, "2026-11-16T09:20:00+08:00"))
    return moment


def _decide(case: CaseFile, rules: Room, moment: datetime | None) -> Decision:
    now = moment or case.received_at

    def ask(engine: Rules) -> Decision:
        return decide(case, engine=engine, calendar=rules.calendar, now=now)

    decision, failure = salvage.decided(ask, rules.engine, rules.calendar, station_day(now))
    if failure is not None:
        click.echo(f"the rules failed ({failure}); the judicial office has to sort the case by hand.", err=True)
    return decision


def _log(case: CaseFile, now: datetime) -> dict[str, Any]:
    from mediation import config, db
    from mediation.commands.faults import spoken
    from mediation.office import intake as office

    config.ensure_keys()
    with spoken(), db.transaction() as session:
        return office.log_as_house(session, case, now=now)


def _show(answer: dict[str, Any], rules: Room) -> None:
    titles = {rule.id: rule.title["zh"] for rule in rules.book.rules}
    desks = {desk.id: desk.title["zh"] for desk in rules.book.desks.values()}
    if answer["number"]:
        click.echo(f"案号 {answer['number']}")
    click.echo(f"调解：{answer['mediation']}   标记：{', '.join(answer['flags']) or '无'}")
    for one in answer["referrals"]:
        role = "主办" if one["role"] == "lead" else "协办"
        by = datetime.fromisoformat(one["accept_by"]).astimezone(ZONE)
        click.echo(f"{role} {desks[one['desk']]}（{one['priority']}），须在 {by:%Y-%m-%d %H:%M} 前接收")
        for rule in one["rules"]:
            click.echo(f"    {rule}  {titles.get(rule, rule)}")
    for one in answer["deadlines"]:
        last = one["last_on"] or "待定"
        click.echo(f"{one['safe_on']}（最后 {last}）  {titles[one['rule']]}  {', '.join(one['law'])}")
    for one in answer["escalations"]:
        click.echo(f"升级 {one['level']} 级：{titles[one['rule']]}")
