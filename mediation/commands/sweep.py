"""`mediation sweep`: raise, tell and close what time has brought about."""

import json
from datetime import datetime

import click

from mediation import config
from mediation.commands.faults import spoken
from mediation.domain.refusals import N_, Problem, Refused


@click.command()
@click.option("--at", "at", help="Judge as of this instant (ISO 8601 with offset) instead of now.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def sweep(at: str | None, as_json: bool) -> None:
    """Run one escalation sweep; safe to run twice, and in two places at once. Exit 1 if a row couldn't be read."""
    from mediation.office import sweep as office

    moment = _instant(at) if at else config.clock.now()
    with spoken():
        report = office.sweep(now=moment)
    if as_json:
        click.echo(json.dumps(report.answer(), ensure_ascii=False))
    else:
        click.echo(
            f"{report.subjects} subjects due, {len(report.turned)} routed again, {len(report.raised)} raised, "
            f"{report.closed} closed, {report.told_again} told again."
        )
        for one in report.raised:
            click.echo(f"{one['level']}  {one['rule']:<32} {one['case'] or one['id']}")
    for fault in report.faults:
        click.echo(f"passed over: {fault['what']} {fault['where']}: {fault['why']}", err=True)
    if report.faults:
        click.echo("Mend these rows (correct the case on its page), then sweep again.", err=True)
        raise SystemExit(1)


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(Problem(N_("不是带时区的时间"), "--at", text, "2026-11-16T09:20:00+08:00"))
    return moment
