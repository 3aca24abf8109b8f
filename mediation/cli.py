"""The console command. Each subcommand is loaded when it is called, so that the light ones start at once."""

import importlib
import sys
from collections.abc import Mapping
from typing import Any, Final

import click

COMMANDS: Final[Mapping[str, str]] = {
    "audit": "mediation.commands.audit:audit",
    "backup": "mediation.commands.backup:backup",
    "date": "mediation.commands.date:date",
    "demo": "mediation.commands.demo:demo",
    "document": "mediation.commands.document:document",
    "intake": "mediation.commands.intake:intake",
    "migrate": "mediation.commands.migrate:migrate",
    "restore": "mediation.commands.backup:restore",
    "rules": "mediation.commands.rules:rules",
    "serve": "mediation.commands.serve:serve",
    "user": "mediation.commands.user:user",
}


class Lazy(click.Group):
    """A group that imports a subcommand only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all subcommands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mediation")
def mediation() -> None:
    """Case tracker for joint labour-dispute mediation stations (工会+三所联动)."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; exit 0 done, 1 refused (what, where, why, what to do on stderr), 2 wrong usage."""
    from mediation.domain.faults import RuleFault
    from mediation.domain.refusals import Refused

    try:
        mediation.main(args=arguments, prog_name="mediation")
    except Refused as refused:
        for line in spoken(refused):
            click.echo(line, err=True)
        sys.exit(1)
    except RuleFault as fault:
        for one in fault.faults:
            click.echo(str(one), err=True)
        click.echo("The rules are not in order: mend the files named above, then try again.", err=True)
        sys.exit(1)


def spoken(refused: Any) -> list[str]:
    """Return one line a problem: field, value, reason, what is allowed."""
    lines = []
    for one in refused.problems:
        where = f"{one.field}: " if one.field else ""
        value = f"（{one.value}）" if one.value else ""
        allowed = f"；允许：{one.allowed}" if one.allowed else ""
        lines.append(f"{where}{one.text()}{value}{allowed}")
    return lines
