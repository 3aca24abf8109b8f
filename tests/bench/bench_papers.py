"""Measure the papers of cases and print a table: `python tests/bench/bench_papers.py`.

A hundred different documents, of every kind in turn and each of other names, on two printing processes; then a file
of three hundred pages bound. Exit status 1 when a figure misses its target.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlmodel import Session

from mediation import config, db, press
from mediation.config import Settings
from mediation.models.case import Case
from mediation.office import documents
from mediation.office.papers import bound
from mediation.press import Pool, print_document, samples
from tests.office.papers.dossier import NOW, Dossier, open_dossier
from tests.press.samples import CREATED, short

MANY, PAGES, A_PAPER = 100, 300, 3
missed: list[str] = []


def row(what: str, value: str, target: str, good: bool) -> None:
    """Print one line of the table and note a missed target."""
    print(f"{what:<62} {value:>12}  {target:<9} {'' if good else 'MISSED'}", flush=True)
    if not good:
        missed.append(what)


def varied(number: int) -> tuple[str, dict[str, Any]]:
    """Return the sample of a kind with other numbers, so that no two documents are alike."""
    kind = documents.CASE_KINDS[number % len(documents.CASE_KINDS)]
    return kind, samples.of(kind) | {"number": f"（2026）曹行申字第{number:04d}号", "case_number": f"CH-2026-{number:04d}"}


def measure_documents() -> None:
    """Print a hundred different documents by two callers."""
    pool = Pool(2)

    def run(number: int) -> None:
        kind, record = varied(number)
        print_document(kind, record, created=CREATED, pool=pool)

    with ThreadPoolExecutor(2) as callers:
        list(callers.map(run, range(1000, 1006)))
        start = time.perf_counter()
        list(callers.map(run, range(MANY)))
        rate = MANY / (time.perf_counter() - start)
    pool.close()
    row(f"{MANY} different documents, two workers (documents a second)", f"{rate:.1f}", ">= 5", rate >= 5)


def filled(session: Session, dossier: Dossier, papers: int) -> None:
    """Store papers of three pages until the file is full, each in its own name."""
    case = session.get_one(Case, dossier.case_id)
    with_pages = print_document("agreement", short(), created=CREATED)
    for nth in range(papers):
        issue = documents.Issue("mediation_record", f"（2026）曹行录字第{nth + 1:04d}号", documents.new_code(), about=f"{nth}")
        printed = press.Printed(with_pages.pdf, with_pages.sha256, b"{}", f"{nth:064d}", "agreement@bench")
        documents.store(session, case, issue, printed, by=dossier.mediator, now=NOW + timedelta(seconds=nth))


def measure_file() -> None:
    """Bind a file of three hundred pages as the worker does."""
    rules = Path(__file__).resolve().parents[2] / "rules"
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data_dir=Path(data), rules_dir=rules, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1)
        config.use(settings)
        config.ensure_keys(settings)
        db.migrate()
        dossier = open_dossier()
        with db.transaction() as session:
            filled(session, dossier, PAGES // A_PAPER)
        bound.ask(dossier.case_id, by=dossier.mediator, now=NOW)
        start = time.perf_counter()
        made = bound.run_due(NOW)
        took = time.perf_counter() - start
        _, size, _ = bound.opened(dossier.case_id, user=dossier.mediator, now=NOW)
        db.dispose()
    row(f"a file of {PAGES} pages, {size >> 20} MiB, bound ({made}) (s)", f"{took:.1f}", "<= 20", made == 1 and took <= 20)


if __name__ == "__main__":
    measure_documents()
    measure_file()
    sys.exit(1 if missed else 0)
