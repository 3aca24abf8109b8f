"""`mediation station`: joint mediation stations."""

import json
from typing import Any

import click

from mediation import config, db
from mediation.commands.faults import spoken
from mediation.domain.clockwords import HOME
from mediation.models.station import ORGANISATION_KINDS, Station


@click.group()
def station() -> None:
    """Add and list stations."""


@station.command()
@click.argument("code")
@click.option("--name", required=True, help="Name of the station.")
@click.option("--organisation", "organisation_name", required=True, help="Its organisation's name, as on the seal.")
@click.option(
    "--kind", "organisation_kind", default=ORGANISATION_KINDS[0], show_default=True, help="What kind that is.",
    type=click.Choice(ORGANISATION_KINDS),
)  # fmt: skip
@click.option("--place", default=HOME, show_default=True, help="Whose rules come before the national ones.")
@click.option("--short-name", default="", help="In the numbers of its documents.")
@click.option("--address", default="")
@click.option("--phone", default="")
@click.option("--opens-at", default="08:30", show_default=True, help="When desk hours begin on working days.")
@click.option("--closes-at", default="17:30", show_default=True, help="When they end.")
@click.option("--hold-minutes", default="15", show_default=True, help="How long a slot of a duty is held.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def add(code: str, as_json: bool, **given: str) -> None:
    """Add the station CODE, a short label with which its case numbers begin; accounts can then be added to it."""
    from mediation.office import station_settings

    with spoken(), db.transaction() as session:
        made = station_settings.add(session, code, given, by="command", now=config.clock.now())
    click.echo(json.dumps(_shown(made), ensure_ascii=False) if as_json else f"Added {made.code} ({made.place}).")


@station.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def list_all(as_json: bool) -> None:
    """List all stations with the place whose rules they go by."""
    from mediation.office import station_settings

    with spoken(), db.reading() as session:
        found = [_shown(one) for one in station_settings.everyone(session)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one['code']:<16} {one['place']:<12} {one['organisation_kind']:<18} {one['name']}")


def _shown(one: Station) -> dict[str, Any]:
    hours = {"opens_at": f"{one.opens_at:%H:%M}", "closes_at": f"{one.closes_at:%H:%M}"}
    names = ("code", "name", "short_name", "organisation_kind", "organisation_name", "address", "phone", "place")
    return {name: getattr(one, name) for name in names} | hours | {"hold_minutes": one.hold_minutes}
