"""`mediation migrate`: the schema."""

import click

from mediation import config, db


@click.command()
def migrate() -> None:
    """Bring the database to the current schema; make the keys that are missing."""
    made = config.ensure_keys()
    before, after = db.migrate()
    for path in made:
        click.echo(f"Made {path}. Keep a copy where the server can't lose it.")
    click.echo(f"The schema is current ({after})." if before == after else f"Schema: {before or 'empty'} -> {after}.")
