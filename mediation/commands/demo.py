"""`mediation demo`: a demo station in an empty database."""

import os

import click

from mediation import config, db
from mediation.commands import keyring
from mediation.commands.faults import spoken
from mediation.office import demo as demos
from mediation.office import sweep


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, in a database that holds something.")
def demo(if_empty: bool) -> None:
    """Fill an empty database with a demo station, one user a role and lively cases; print the users."""
    keyring.ready()
    db.migrate()
    note = config.settings().data_dir / "demo-users.txt"
    with spoken():
        with db.transaction() as session:
            filling = not if_empty or demos.is_empty(session)
            if filling:
                _keep(note, [_line(one) for one in demos.fill(session, now=config.clock.now())])
        if filling:
            sweep.sweep(now=config.clock.now())
    if note.exists():
        click.echo("Demo users (name, password, role, desk):")
        click.echo(note.read_text("utf-8").rstrip())


def _line(one: demos.DemoUser) -> str:
    return f"{one.name:<11} {one.password:<24} {one.role:<13} {one.desk or '-':<16} {one.display_name}"


def _keep(note: os.PathLike[str], lines: list[str]) -> None:
    """Keep the demo passwords in a file only the owner can read, so that the next start can print them again."""
    handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write("\n".join(lines) + "\n")
