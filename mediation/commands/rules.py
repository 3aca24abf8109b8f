"""`mediation rules`: check the rule files, explain a rule on a case, list the words rules may use."""

import json
from difflib import get_close_matches
from pathlib import Path

import click

from mediation.clock import clock
from mediation.commands import explained
from mediation.commands.files import read_json
from mediation.commands.rehearse import rehearse
from mediation.commands.rulehealth import check
from mediation.commands.rulesroom import room
from mediation.domain import casefile, proof
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.situation import vocabulary as all_words


@click.group()
def rules() -> None:
    """Check, explain and describe the rules."""


@rules.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("rule")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def explain(file: Path, rule: str, as_json: bool) -> None:
    """Say why RULE holds or not on the case in FILE, condition by condition, and what would flip it."""
    case = casefile.read(read_json(file), now=clock.now())
    book = room()
    known = sorted({one.id for one in book.book.rules})
    if rule not in known:
        near = get_close_matches(rule, known, n=5)
        raise Refused(Problem(N_("没有这条规则"), "RULE", rule, ", ".join([*near, "…"] if near else known)))
    try:
        found = proof.explained(case, rule, book=book.book, calendar=book.calendar)
    except proof.NotInForce as fault:
        raise _not_in_force(fault) from None
    if as_json:
        click.echo(json.dumps(found.answer(), ensure_ascii=False))
        return
    for line in explained.lines(found, case):
        click.echo(line)


def _not_in_force(fault: proof.NotInForce) -> Refused:
    """Return why a rule can't be asked: the days on which its versions are in force."""
    periods = "；".join(
        f"{one.in_force.start} – {one.in_force.until or ''}".strip() for one in fault.versions
    )  # fmt: skip
    message = N_("收到申请之日 %(on)s 这条规则没有施行中的版本，不能据以核对本案；各版本施行期：%(periods)s")
    rule = fault.versions[0].id
    return Refused(Problem(message, "RULE", rule, params={"on": fault.on.isoformat(), "periods": periods}))


rules.add_command(check)
rules.add_command(rehearse)


@rules.command()
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def vocabulary(as_json: bool) -> None:
    """List every field a rule may ask about."""
    words = all_words()
    if as_json:
        click.echo(json.dumps(words, ensure_ascii=False))
        return
    for one in words:
        click.echo(f"{one['subject']:<12} {one['name']:<32} {one['type']:<6} {one['unit']:<8} {one['meaning']}")
