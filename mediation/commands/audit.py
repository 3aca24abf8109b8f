"""`mediation audit`: the history chain."""

import json

import click

from mediation import config, db
from mediation.commands.faults import spoken
from mediation.office import history


@click.group()
def audit() -> None:
    """Check the history."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def verify(as_json: bool) -> None:
    """Recompute every line of the history and compare with the anchors; exit 1 at the first broken link.

    When everything holds, the ends of the chains are added to anchors.jsonl: copy that file to another place.
    """
    with spoken(), db.reading() as session:
        checked = history.verify(session)
        if checked.broken is None:
            history.anchor(session, now=config.clock.now())
    broken = checked.broken
    if as_json:
        fault = {"chain": broken.station_id, "seq": broken.seq, "reason": broken.reason} if broken else None
        click.echo(json.dumps({"lines": checked.lines, "broken": fault}, ensure_ascii=False))
    elif broken is None:
        click.echo(f"{checked.lines} lines, every link holds.")
    if broken is not None:
        raise click.ClickException(f"chain {broken.station_id}, line {broken.seq}: {broken.reason}")
