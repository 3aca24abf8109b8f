"""`mediation import` and `mediation export`: spreadsheets in and out."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from mediation.clock import clock
from mediation.domain.ledger import answer, sheet
from mediation.domain.ledger.finding import understand
from mediation.domain.ledger.rows import REASON_WORDS
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.sheets import reading


@click.command("import")
@click.argument("ledger", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--sheet", help="Name of the sheet; otherwise the one that looks most like a ledger.")
@click.option("--station", help="Code of the station; needed where there are several.")
@click.option("--dry-run", is_flag=True, help="Store nothing; needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def import_(ledger: Path, sheet: str | None, station: str | None, dry_run: bool, as_json: bool) -> None:
    """Take the ledger LEDGER (.xlsx, .xls, .ods, .csv) into cases and say what became of each row."""
    content = _content(ledger)
    sheets = reading.read(content, ledger.name)
    now = clock.now()
    if dry_run:
        told = _dry(sheets, ledger.name, sheet, now)
    else:
        told = _stored(sheets, ledger.name, content, station, sheet, now)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(told)


@click.command("export")
@click.argument("what", type=click.Choice(["cases", "statistics"]))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "since", help="First day of receipt, YYYY-MM-DD.")
@click.option("--to", "until", help="Last day of receipt, YYYY-MM-DD.")
@click.option("--station", help="Code of the station; statistics need it where there are several.")
@click.option(
    "--in-station", is_flag=True, help="Statistics with every number, not to leave the station; else small ones hidden."
)
def export(what: str, out: Path, since: str | None, until: str | None, station: str | None, in_station: bool) -> None:
    """Write cases or statistics to OUT, a spreadsheet (.xlsx).

    Numbers below 5 are hidden in statistics unless --in-station is given. Cases are always for the station itself.
    """
    from mediation import db
    from mediation.commands.faults import spoken
    from mediation.office import ledger_console
    from mediation.web.words import chinese

    first, last, now = _day("--from", since), _day("--to", until), clock.now()
    with spoken(), db.transaction() as session:
        if what == "cases":
            content = ledger_console.take_out(session, station, since=first, until=last, now=now)
        else:
            content = ledger_console.statistics(
                session, station, since=first, until=last, now=now, word=chinese, in_station=in_station
            )
    with spoken():
        out.write_bytes(content)
    click.echo(str(out))


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if len(text) != len("2026-01-01"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(Problem(N_("不是日期"), option, text, "YYYY-MM-DD")) from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(reading.MOST_BYTES + 1)
    except OSError as error:
        raise Refused(Problem(N_("文件无法读取：%(why)s"), str(path), params={"why": error.strerror})) from None


def _dry(sheets: Any, name: str, wanted: str | None, now: datetime) -> dict[str, Any]:
    read = understand(sheets, name=name, wanted=wanted, today=station_day(now))
    told = answer.of_sheet(read)
    others = (one.name for one in sheets if one.name != read.sheet.name and sheet.choose((one,)))
    return told | {"other_sheets": list(others)}


def _stored(
    sheets: Any, name: str, content: bytes, station: str | None, wanted: str | None, now: datetime
) -> dict[str, Any]:
    from mediation import config
    from mediation.commands.faults import spoken
    from mediation.office import ledger_console

    config.ensure_keys()
    with spoken():
        return ledger_console.bring_in(
            sheets, name=name, content=content, station=station, wanted=wanted, now=now
        )[1]


def _show(told: dict[str, Any]) -> None:
    count = told["counts"]
    counted = f"接受 {count['accepted']} 行，拒绝 {count['refused']} 行，跳过 {count['skipped']} 行"
    click.echo(f"表 {told['sheet'] or '—'}：{counted}")
    for row in told["rows"]:
        click.echo(f"第 {row['row']} 行  {_became(row)}")
        for warning in row.get("warnings", ()):
            click.echo(f"    {warning['text']}")


def _became(row: dict[str, Any]) -> str:
    if row["status"] == "accepted":
        return "  ".join(part for part in ("接受", row.get("case"), row["received_on"], row["applicant"]) if part)
    of = f"（第 {row['of_row']} 行）" if row.get("of_row") else ""
    return f"{REASON_WORDS[row['reason']]}{of}"
