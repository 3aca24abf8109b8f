"""`mediation user`: accounts."""

import json
from typing import Any

import click

from mediation import config, db
from mediation.commands.faults import spoken
from mediation.models.station import DESKS
from mediation.models.user import ROLES, User
from mediation.office import accounts, passwords


@click.group()
def user() -> None:
    """Add, list and disable accounts."""


@user.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--station", "stations", required=True, multiple=True, help="Code of a station; may be given again.")
@click.option("--desk", type=click.Choice(DESKS), help="For a desk officer: the desk.")
@click.option("--display-name", default="", help="Name as shown on pages and documents.")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def add(
    name: str, role: str, stations: tuple[str, ...], desk: str | None, display_name: str, ask: bool, as_json: bool
) -> None:
    """Add the account NAME. Its password is printed once and must be changed at the first sign-in."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else passwords.generate()
    who = accounts.NewUser(name, role, stations, desk, display_name)
    with spoken(), db.transaction() as session:
        made = accounts.add(session, who, password=password, temporary=not ask, by="command", now=config.clock.now())
    if as_json:
        click.echo(json.dumps(_shown(made) | ({} if ask else {"password": password}), ensure_ascii=False))
        return
    click.echo(f"Added {made.name} ({made.role}).")
    if not ask:
        click.echo(f"Password, shown only now, to be changed at the first sign-in: {password}")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def list_all(as_json: bool) -> None:
    """List all accounts."""
    with spoken(), db.reading() as session:
        found = [_shown(one) for one in accounts.everyone(session)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        state = "" if one["active"] else "  disabled"
        click.echo(f"{one['name']:<20} {one['role']:<14} {one['desk'] or '-':<16} {','.join(one['stations'])}{state}")


@user.command()
@click.argument("name")
def disable(name: str) -> None:
    """Close the account NAME; its sign-ins end at once."""
    with spoken(), db.transaction() as session:
        closed = accounts.disable(session, name, by="command", now=config.clock.now())
    click.echo(f"Disabled {closed.name}.")


@user.command()
@click.argument("name")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
def password(name: str, ask: bool) -> None:
    """Give the account NAME a new password; its sign-ins end at once."""
    fresh = click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else passwords.generate()
    with spoken(), db.transaction() as session:
        found = accounts.get(session, name)
        accounts.set_password(session, found, fresh, temporary=not ask, by="command", now=config.clock.now())
    click.echo(f"New password for {found.name}." if ask else f"New password for {found.name}, shown only now: {fresh}")


@user.command("second-factor-reset")
@click.argument("name")
@click.option("--reason", required=True, help="Why, for the history: who asked, how you know that it is them.")
def second_factor_reset(name: str, reason: str) -> None:
    """Take the second factor off the account NAME, whose phone is gone; its sign-ins end at once."""
    from mediation.office import second_factor

    with spoken(), db.transaction() as session:
        found = second_factor.reset(session, name, reason=reason, by="command", now=config.clock.now())
    click.echo(f"Took the second factor off {found.name}.")


def _shown(one: User) -> dict[str, Any]:
    return {
        "name": one.name,
        "display_name": one.display_name,
        "role": one.role,
        "desk": one.desk,
        "stations": [station.code for station in one.stations],
        "active": one.active,
    }
