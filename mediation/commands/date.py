"""`mediation date`: a time limit with its arithmetic."""

import datetime
import json

import click

from mediation.commands.rulesroom import room
from mediation.domain.workdays import UNITS, time_limit


@click.command()
@click.option("--from", "start", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day that starts it.")
@click.option("--days", required=True, type=int, help="How many units long it is.")
@click.option("--unit", required=True, type=click.Choice(UNITS), help="Working or calendar days, months or years.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def date(start: datetime.datetime, days: int, unit: str, as_json: bool) -> None:
    """Count a time limit and show how; the starting day itself isn't counted."""
    limit = time_limit(start.date(), days, unit, room().calendar)  # type: ignore[arg-type]
    steps = [step.text() for step in limit.steps]
    last = limit.last_on.isoformat() if limit.last_on else None
    if as_json:
        answer = {"safe_on": limit.safe_on.isoformat(), "last_on": last, "steps": steps, "calendar": limit.calendar}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for step in steps:
        click.echo(step)
    click.echo(f"稳妥日 {limit.safe_on}  最后日期 {last or '待放假安排公布'}")
    click.echo(limit.calendar)
