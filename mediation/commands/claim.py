"""`mediation claim`: what a claim comes to, step by step."""

import datetime
import json
from pathlib import Path

import click

from mediation.clock import clock
from mediation.commands.files import read_json
from mediation.commands.rulesroom import room
from mediation.domain.claims import KINDS, Kind, compute


class AsWritten(float):
    """A number of the file that keeps how it was written: 0.1 stays exact, and an exponent can be refused by field."""

    def __new__(cls, text: str) -> "AsWritten":
        """Keep the text beside the number."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        """Return the number as it was written."""
        return self.text

    __str__ = __repr__


def _facts(kind: Kind) -> str:
    """Return the facts of a kind in one line, those that may be left out in brackets."""
    return ", ".join(one.name if one.required else f"[{one.name}]" for one in kind.facts)


@click.command(epilog="Facts: " + "; ".join(f"{one.name}: {_facts(one)}" for one in KINDS.values()))
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it is worked out for; today unless given.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def claim(kind: str, facts: Path, on: datetime.datetime | None, as_json: bool) -> None:
    """Work out what a claim of KIND comes to by the facts in FACTS (JSON), and show each step."""
    rules = room()
    day = on.date() if on else clock.today()
    given = read_json(facts, parse_float=AsWritten)
    result = compute(kind, given, on=day, book=rules.book, calendar=rules.calendar)
    answer = result.answer(rules.book.laws)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for step in answer["steps"]:
        click.echo(f"{step['text']}：{step['value']}")
    click.echo(f"测算金额 {answer['amount']} 元（标准以 {result.day} 为准）")
    for warning in answer["warnings"]:
        click.echo(f"注意：{warning}")
    click.echo(f"规则 {result.rulebook}")
