"""`mediation migrate`: the schema."""

import click

from mediation import db
from mediation.commands import keyring
from mediation.commands.faults import spoken


@click.command()
def migrate() -> None:
    """Bring the database to the current schema; make the keys that are missing."""
    with spoken():
        made = keyring.ready()
        before, after = db.migrate()
        from mediation.office import searchwords  # the office loads more than most commands need

        caught_up = searchwords.catch_up()
    if caught_up:
        click.echo(f"Indexed {caught_up} cases for the search box.")
    for path in made:
        click.echo(f"Made {path}. Keep a copy where the server can't lose it.")
    click.echo(f"The schema is current ({after})." if before == after else f"Schema: {before or 'empty'} -> {after}.")
