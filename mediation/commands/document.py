"""`mediation document`: write an issued document, or check a file against the register."""

from pathlib import Path

import click

from mediation import config, db
from mediation.commands.faults import spoken
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office import documents
from mediation.office.signing import verifying


@click.command()
@click.argument("case")
@click.argument("kind")
@click.argument("out", required=False, type=click.Path(path_type=Path, dir_okay=False))
def document(case: str, kind: str, out: Path | None) -> None:
    """Write the newest issued document of KIND of CASE (its number, or that of wage talks for their papers) to OUT.

    `mediation document verify FILE.pdf` says instead whether FILE is one that was issued here, unchanged.
    """
    if case == "verify" and out is None:
        _verify(Path(kind))
        return
    if out is None:
        raise click.UsageError("OUT is missing: where shall the document be written?")
    if kind not in documents.KINDS:
        raise Refused(Problem(N_("没有这种文书"), "KIND", kind, ", ".join(documents.KINDS)))
    with spoken(), db.transaction() as session:
        found, content = documents.for_console(session, case, kind, now=config.clock.now())
    out.write_bytes(content)
    click.echo(f"{found.number}  {out}  SHA-256 {found.sha256}")


def _verify(file: Path) -> None:
    with spoken():
        content = file.read_bytes()
        with db.reading() as session:
            found = documents.of_bytes(session, content)
            checked = verifying.check(session, content)
    if not checked.good:
        raise Refused(Problem(checked.says, str(file)))
    if found is not None:
        click.echo(f"{found.number}: issued here on {found.issued_at:%Y-%m-%d}, unchanged. SHA-256 {found.sha256}")
    if checked.standing is not None:
        click.echo(str(checked.standing))
    if checked.signer:
        own = " (the station's own certificate, no public authority's)" if checked.own_certificate else ""
        click.echo(f"signed by {checked.signer}{own} at {checked.signed_at:%Y-%m-%d %H:%M %Z}; nothing changed since")
