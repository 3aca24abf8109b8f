"""Measure the printing room and print a table: `python tests/bench/bench_press.py [speed] [memory] [attacks]`.

Without a word it measures speed and memory. Exit status 1 when a figure misses its target; the absolute ones are
meant for a machine that does nothing else, the ratio holds on any.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mediation.press import Limits, Pool, TimedOut, prepare, print_document
from mediation.press.canonical import canonical, digest
from mediation.press.fonts import DOCUMENTS, write_fontconfig
from mediation.press.process import Job
from tests.press import attacks, samples

RUNS, MANY, DOCUMENTS_OF_A_WORKER = 40, 60, 400
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
missed: list[str] = []


def varied(number: int) -> dict[str, object]:
    """Return the three-page agreement with other names and numbers, so that no cache answers."""
    name = SURNAMES[number % 32] + SURNAMES[number * 7 % 31] + "堃"
    parties = [samples.worker(name=name, phone=f"138{number:08d}", representatives=[]), samples.employer()]
    return samples.short(case_number=f"CH-2026-{number:04d}", parties=parties)


def row(what: str, value: str, target: str = "", good: bool = True) -> None:
    """Print one line of the table and note a missed target."""
    print(f"{what:<58} {value:>14}  {target:<10} {'' if good else 'MISSED'}", flush=True)
    if not good:
        missed.append(what)


def seconds(act: Callable[[], object]) -> float:
    """Return how long the act took."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def plain_weasyprint() -> Callable[[int], bytes]:
    """Return what prints document `number` with WeasyPrint alone: template, QR code, plain PDF."""
    os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(Path(tempfile.mkdtemp())))
    from mediation.press.templates import verification
    from mediation.press.typesetter import Typesetter

    typesetter = Typesetter(DOCUMENTS)

    def run(number: int) -> bytes:
        data = prepare("agreement", varied(number))
        record, total = json.loads(data), digest(data)
        text = typesetter.page("agreement", record, created=samples.CREATED, digest=total)
        return typesetter.print_plain(text, verification(record, total))

    return run


def measure_speed() -> None:
    """Measure one warm worker against plain WeasyPrint, turn by turn, then two workers with two callers."""
    plain, pool = plain_weasyprint(), Pool(1)

    def ours(number: int) -> object:
        return print_document("agreement", varied(number), created=samples.CREATED, pool=pool)

    row("first document, process started for it (s)", f"{seconds(lambda: ours(0)):.3f}")
    plain(0)
    pairs = [(seconds(lambda n=n: ours(n)), seconds(lambda n=n: plain(n))) for n in range(1, RUNS + 1)]
    ours_p50, plain_p50 = (statistics.median(times) for times in zip(*pairs, strict=True))
    row("warm, 3 pages, PDF/A-3a + UA-1 + JSON, p50 (s)", f"{ours_p50:.3f}", "<= 0.25", ours_p50 <= 0.25)
    row("  plain WeasyPrint in the same run, p50 (s)", f"{plain_p50:.3f}")
    row("  ratio", f"{ours_p50 / plain_p50:.2f}", "<= 1.5", ours_p50 / plain_p50 <= 1.5)
    pool.close()
    pool = Pool(2)
    with ThreadPoolExecutor(2) as callers:
        list(callers.map(ours, range(6)))
        rate = MANY / seconds(lambda: list(callers.map(ours, range(100, 100 + MANY))))
    row("two workers, two callers (documents a second)", f"{rate:.1f}", ">= 8", rate >= 8)
    pool.close()


def resident(pid: int) -> float:
    """Return the resident memory of a process in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def measure_memory() -> None:
    """Print many documents in one worker and watch its memory."""
    pool = Pool(1, limits=Limits(recycle_after=10**6))
    sizes: dict[int, float] = {}
    for number in range(1, DOCUMENTS_OF_A_WORKER + 1):
        print_document("agreement", varied(number), created=samples.CREATED, pool=pool)
        if number in (10, 100) or number % 100 == 0:
            sizes[number] = resident(pool.processes()[0])
            row(f"resident memory of a worker after {number} documents (MiB)", f"{sizes[number]:.0f}")
    last, grown = sizes[DOCUMENTS_OF_A_WORKER], sizes[DOCUMENTS_OF_A_WORKER] - sizes[100]
    row("  at the end (MiB)", f"{last:.0f}", "<= 150", last <= 150)
    row("  grown over the last 300 (MiB)", f"{grown:+.0f}", "<= 10", grown <= 10)
    pool.close()


def measure_attacks() -> None:
    """Give the pool every hostile page; after each, a harmless one must come out."""
    directory = Path(tempfile.mkdtemp())
    pool = Pool(
        1, documents=attacks.raw_templates(directory / "documents"), limits=Limits(cpu_seconds=8, wall_seconds=40)
    )

    def run(html: str) -> str:
        data = canonical({"html": html})
        job = Job(kind="raw", created=samples.CREATED.isoformat(), digest=digest(data), data=data)
        try:
            return f"printed {len(pool.run(job)[1]) // 1024} KiB"
        except TimedOut as stopped:
            return str(stopped.problems[0].params["reason"])

    for name, html in attacks.BOMBS.items():
        start = time.perf_counter()
        outcome = run(html)
        took, after = time.perf_counter() - start, run(attacks.HARMLESS)
        good = after.startswith("printed")
        row(f"{name}: {outcome}", f"{took:.1f} s", "next works", good)
    pool.close()


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["speed", "memory"]
    for word, measure in (("speed", measure_speed), ("memory", measure_memory), ("attacks", measure_attacks)):
        if word in wanted:
            measure()
    sys.exit(1 if missed else 0)
