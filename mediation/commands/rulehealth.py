"""`mediation rules check`: every file valid, every example right; with --deep what can't hold, clashes or runs out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import click

from mediation import places
from mediation.clock import clock
from mediation.commands.rulesroom import room
from mediation.domain.faults import RuleFault
from mediation.domain.rulebook import RuleBook
from mediation.domain.rulebook import check as check_rules
from mediation.domain.rulefile import listed
from mediation.domain.rulehealth import KINDS, Finding, Fired, Named, examined, located
from mediation.domain.worktime import station_day

LAST: Final = 500
GRAVITY: Final = {"fault": "错误", "warning": "警告", "note": "提示"}
NOT_ASKED: Final = "没有回看已存案件（没有数据库可查，或者 --last 为 0）：哪些规则从未成立，本次未检查。"


@click.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--deep", is_flag=True, help="Also find rules that can't hold, clash, lost their law or run out.")
@click.option("--last", type=click.IntRange(0), default=LAST, help="How many stored cases --deep looks back over.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def check(directory: Path | None, deep: bool, last: int, as_json: bool) -> None:
    """Read every rule file of DIRECTORY and run every example; exit 1 and say file, rule, reason if one is wrong.

    With --deep warnings and notes are told too; only faults end in exit status 1.
    """
    place = directory or places.rules_dir()
    faults = check_rules(place)
    if faults:
        _refuse(faults, place, as_json)
    book = room(place).book
    fired = _fired(book, last) if deep and last else None
    found: tuple[Finding, ...] = ()
    if deep:
        found = located(examined(book, today=station_day(clock.now()), fired=fired), listed(place))
    if as_json:
        click.echo(json.dumps(_answer(book, found, fired, deep), ensure_ascii=False))
    else:
        _show(book, found, fired, deep)
    if any(one.severity == "fault" for one in found):
        raise SystemExit(1)


def _refuse(faults: Iterable[RuleFault], place: Path, as_json: bool) -> None:
    told = list(faults)
    for fault in told:
        click.echo(str(fault), err=True)
    click.echo(f"{len(told)} fault(s) in {place}.", err=True)
    if as_json:
        rows = [
            {"file": one.file, "line": one.line, "rule": one.rule, "code": one.code, "reason": one.reason}
            for one in told
        ]
        click.echo(json.dumps({"faults": rows, "findings": []}, ensure_ascii=False))
    raise SystemExit(1)


def _fired(book: RuleBook, last: int) -> Fired | None:
    """Return what the last cases of the settings' database say; None where there is none that answers."""
    import sqlalchemy as sa

    from mediation import config

    address = sa.make_url(config.settings().database)
    if address.get_backend_name() == "sqlite" and not (address.database and Path(address.database).is_file()):
        return None
    from mediation import db
    from mediation.office import rule_health

    try:
        with db.reading() as session:
            return rule_health.fired(session, book, last=last)
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        return None


def _answer(book: RuleBook, found: tuple[Finding, ...], fired: Fired | None, deep: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "rulebook": book.digest, "rules": len(book.rules),
        "examples": sum(len(rule.examples) for rule in book.rules), "faults": [],
    }  # fmt: skip
    if deep:
        answer |= {"cases": len(fired.cases) if fired else None, "findings": [_row(one) for one in found]}
    return answer


def _row(one: Finding) -> dict[str, Any]:
    params = {
        name: {"zh": value.zh, "en": value.en} if isinstance(value, Named) else _plain(value)
        for name, value in one.params.items()
    }
    return {
        "kind": one.kind, "severity": one.severity, "about": one.about, "id": one.ident,
        "version": one.version.isoformat() if one.version else None, "level": one.level, "file": one.file,
        "line": one.line or None, "title": {"zh": one.title.zh, "en": one.title.en}, "why": one.said(),
        "params": params, "todo": KINDS[one.kind].todo,
        "witness": {name: _plain(value) for name, value in one.witness.items()},
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _show(book: RuleBook, found: tuple[Finding, ...], fired: Fired | None, deep: bool) -> None:
    examples = sum(len(rule.examples) for rule in book.rules)
    click.echo(f"{len(book.rules)} rules, {examples} examples, all right. {book.digest}")
    for kind in dict.fromkeys((one.severity, one.kind) for one in found):
        ofit = [one for one in found if (one.severity, one.kind) == kind]
        click.echo(f"\n{GRAVITY[kind[0]]}：{KINDS[kind[1]].heading}（{len(ofit)}）")
        for one in ofit:
            place = f"{one.file}:{one.line}: " if one.line else ""
            level = f"（第 {one.level} 级）" if one.level else ""
            click.echo(f"  {place}{one.ident}{level} {one.title.zh}：{one.said()}")
            if one.witness:
                facts = "，".join(f"{name}={_plain(value)}" for name, value in one.witness.items())
                click.echo(f"    例如：{facts}")
        click.echo(f"  怎么办：{KINDS[kind[1]].todo}")
    if deep:
        counts = {word: sum(one.severity == severity for one in found) for severity, word in GRAVITY.items()}
        click.echo("\n" + "，".join(f"{word} {count}" for word, count in counts.items()))
        click.echo(f"查看了最近 {len(fired.cases)} 件案件。" if fired else NOT_ASKED)
