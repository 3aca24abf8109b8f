"""The console command. Each subcommand is loaded when it is called, so that the light ones start at once."""

import gc
import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import click

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "audit": ("mediation.commands.audit:audit", "Check the history."),
    "backup": (
        "mediation.commands.backup:backup",
        "Write the whole database, encrypted, to FILE while the server runs.",
    ),
    "claim": (
        "mediation.commands.claim:claim",
        "Work out what a claim of KIND comes to by the facts in FACTS (JSON), and show each step.",
    ),
    "date": ("mediation.commands.date:date", "Count a time limit and show how; the starting day itself isn't counted."),
    "demo": (
        "mediation.commands.demo:demo",
        "Fill an empty database with a demo station, one user a role and lively cases; print the users.",
    ),
    "document": (
        "mediation.commands.document:document",
        "Write the newest issued document of KIND of CASE (its number, or that of wage talks for their papers) to OUT.",
    ),
    "export": ("mediation.commands.ledger:export", "Write cases or statistics to OUT, a spreadsheet (.xlsx)."),
    "import": (
        "mediation.commands.ledger:import_",
        "Take the ledger LEDGER (.xlsx, .xls, .ods, .csv) into cases and say what became of each row.",
    ),
    "intake": ("mediation.commands.intake:intake", "Log the case in FILE (JSON) and show its desks, dates and why."),
    "migrate": (
        "mediation.commands.migrate:migrate",
        "Bring the database to the current schema; make the keys that are missing.",
    ),
    "restore": (
        "mediation.commands.backup:restore",
        "Put the backup FILE into the empty database of the settings, and check its history.",
    ),
    "rules": ("mediation.commands.rules:rules", "Check, explain and describe the rules."),
    "serve": ("mediation.commands.serve:serve", "Serve the pages; an empty database is migrated first."),
    "station": ("mediation.commands.station:station", "Add and list stations."),
    "sweep": (
        "mediation.commands.sweep:sweep",
        "Run one escalation sweep; safe to run twice, and in two places at once.",
    ),
    "user": ("mediation.commands.user:user", "Add, list and disable accounts."),
    "worker": (
        "mediation.commands.worker:worker",
        "Run the background jobs: sweeps, mail, digests, dockets, roster.",
    ),
}
"""Where each command is made, and the line about it in `mediation --help`, which needn't import them all for it."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: imports make none worth the while, and the looking takes a sixth of their time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Lazy(click.Group):
    """A group that imports a subcommand only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all subcommands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        with _uncollected():
            command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


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
