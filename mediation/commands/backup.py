"""`mediation backup` and `mediation restore`."""

from pathlib import Path

import click

from mediation import config
from mediation.commands.faults import spoken
from mediation.office import backup as backups


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole database, encrypted, to FILE while the server runs.

    FILE opens only with keys/backup.key: keep a copy of that key away from the backups.
    """
    with spoken():
        held = backups.make(file, now=config.clock.now())
    click.echo(f"{file}: {held.rows} rows of {len(held.tables)} tables, read back and right (schema {held.revision}).")
    click.echo(f"It opens only with {config.settings().keys_dir / 'backup.key'}: keep a copy of that key elsewhere.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The backup.key of the house the file comes from; default: the one in keys/.",
)
def restore(file: Path, key: Path | None) -> None:
    """Put the backup FILE into the empty database of the settings, and check its history."""
    with spoken():
        opener = config.read_key(key) if key else None
        held, checked = backups.restore(file, key=opener, now=config.clock.now())
    click.echo(f"Restored {held.rows} rows of {len(held.tables)} tables, saved at {held.made_at}.")
    if checked.broken:
        raise click.ClickException(f"The history of the backup doesn't hold: {checked.broken}")
    click.echo(f"History: {checked.lines} lines, every link holds.")
