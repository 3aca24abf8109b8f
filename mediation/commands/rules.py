"""`mediation rules`: check the rule files, explain a rule on a case, list the words rules may use."""

import json
from pathlib import Path
from typing import Any

import click

from mediation import places
from mediation.clock import clock
from mediation.commands.files import read_json
from mediation.commands.rulesroom import room
from mediation.domain import casefile, proof
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.rulebook import check as check_rules
from mediation.domain.situation import vocabulary as all_words


@click.group()
def rules() -> None:
    """Check, explain and describe the rules."""


@rules.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False))
def check(directory: Path | None) -> None:
    """Read every rule file of DIRECTORY and run every example; exit 1 and say file, rule, reason if one is wrong."""
    place = directory or places.rules_dir()
    faults = check_rules(place)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"{len(faults)} fault(s) in {place}.", err=True)
        raise SystemExit(1)
    book = room(place).book
    examples = sum(len(rule.examples) for rule in book.rules)
    click.echo(f"{len(book.rules)} rules, {examples} examples, all right. {book.digest}")


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
        raise Refused(Problem(N_("没有这条规则"), "RULE", rule, ", ".join(known)))
    found = proof.explained(case, rule, engine=book.engine, calendar=book.calendar)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found["about"]:
        _show(one, found)


def _show(one: dict[str, Any], found: dict[str, Any]) -> None:
    click.echo(f"{found['rule']}  {found['title']['zh']}：{'成立' if one['holds'] else '不成立'}")
    for line in one["conditions"]:
        mark = "✓" if line["holds"] else "✗"
        said = f"{line['field']}：要求 {line['wanted']}，实际 {line['actual']}"
        said = GROUPS[line["field"]].format(line["wanted"]) if line["field"] in GROUPS else said
        click.echo(f"{'  ' * (line['depth'] + 1)}{mark} {said}")
    for flip in one["flips"]:
        instead = "未知" if flip["instead"] is None else flip["instead"]
        click.echo(f"  若 {flip['field']} 改为 {instead}，结论相反")


GROUPS = {"all_of": "以下全部成立", "any_of": "以下任一成立", "none_of": "以下均不成立", "level": "第 {} 级"}


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
