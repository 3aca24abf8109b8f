"""Measure the search box: `python -m tests.bench.bench_search [CASES] [ROUNDS]`, on SQLite (or TEST_DATABASE_URL).

Fills a new database with CASES cases (200,000) of some 120 characters each, asks as mediator and as a desk with a
hundred cases, and prints for each kind of question p50, p95 and how many cases it found. Exit 1 if the p95 over all
questions is above 150 ms.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import sqlalchemy as sa

from mediation import config, db
from mediation.config import Settings
from mediation.domain import tokens
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.search import SearchText
from mediation.office import search
from mediation.office.search import Filters
from mediation.office.searchwords import WORDS
from tests import make

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建华玥堃祎赟"
FIRMS = "建筑餐饮物流电子服装物业环保科技模具家具医疗汽车"
SENTENCES = (
    "申请人在被申请人处从事装配工作，双方未签订书面劳动合同，被申请人拖欠工资三个月未付",
    "申请人主张延时加班工资和休息日加班工资，被申请人称已经安排调休",
    "申请人工作中受伤，已送医治疗，尚未申请工伤认定，要求支付医疗费和停工留薪期工资",
    "被申请人口头通知解除劳动合同，未说明理由，申请人要求支付赔偿金",
    "多名劳动者到单位门口讨薪，现场秩序平稳，已告知依法维权途径",
    "申请人要求补缴社会保险，已告知向社保经办机构反映",
)
START = datetime(2026, 1, 4, 1, tzinfo=UTC)


def fill(station_id: str, cases: int) -> None:
    """Store the cases with their words by bulk inserts: the index is what is measured, not the intake."""
    random, batch = Random(3), 5000
    for first in range(0, cases, batch):
        rows, words, parties, referrals = [], [], [], []
        for nth in range(first, min(first + batch, cases)):
            name = random.choice(SURNAMES) + "".join(random.choice(GIVEN) for _ in range(random.choice((1, 2))))
            firm = f"上海某{random.choice(GIVEN)}{random.choice(FIRMS)}{random.choice(FIRMS)}有限公司"
            summary = "。".join(random.sample(SENTENCES, 2)) + f"。金额{random.randrange(500, 90000)}元。"
            one = _case(station_id, f"CH-2026-{nth:06d}", summary, START + timedelta(minutes=nth))
            rows.append(one)
            of = {"station_id": station_id, "case_id": one["id"]}
            text = tokens.stored([one["number"], name, firm, summary])
            words.append({"place": nth + 1, "station_id": station_id, "case_id": one["id"], "tokens": text})
            parties.append(Party(side="applicant", kind="person", name=name, **of).model_dump())
            parties.append(Party(side="respondent", kind="employer", name=firm, **of).model_dump())
            if nth % (cases // 100) == 0:
                referrals.append(_referral(of, one["received_at"]))
        with db.transaction() as session:
            for table, found in ((Case, rows), (Party, parties), (Referral, referrals), (SearchText, words)):
                if found:
                    session.execute(sa.insert(table), found)
            if db.is_sqlite(session):
                given = [{"rowid": one["place"], "tokens": one["tokens"]} for one in words]
                session.execute(sa.insert(WORDS), given)


def _case(station_id: str, number: str, summary: str, at: datetime) -> dict[str, object]:
    return Case(
        station_id=station_id, number=number, summary=summary, received_at=at, received_on=at.date(), channel="walk_in",
        workers=1, decided_at=at, last_entry_at=at,
    ).model_dump()  # fmt: skip


def _referral(of: dict[str, object], at: datetime) -> dict[str, object]:
    return Referral(
        desk="police", role="assist", priority="normal", referred_at=at, referred_on=at.date(), accept_by=at,
        rulebook="sha256:0", **of,
    ).model_dump()  # fmt: skip


def questions(random: Random) -> list[tuple[str, str, Filters]]:
    """Return one question of each kind."""
    name = random.choice(SURNAMES) + random.choice(GIVEN)
    closed = Filters(state="closed")
    return [
        ("a name of two characters", name, Filters()),
        ("one character", random.choice(GIVEN), Filters()),
        ("a number", f"2026-{random.randrange(200_000):06d}", Filters()),
        ("a number begun", f"CH-2026-{random.randrange(2000):04d}", Filters()),
        ("words everywhere", "拖欠工资", Filters()),
        ("words with an exclusion", f"{random.choice(FIRMS)} -拖欠", Filters()),
        ("two words", f"{name} 加班工资", Filters()),
        ("a filter that leaves nothing", "拖欠工资", closed),
        ("nothing to be found", "恐龙化石", Filters()),
    ]


def main(cases: int = 200_000, rounds: int = 15) -> None:
    """Fill, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("TEST_DATABASE_URL", "")
        config.use(Settings(data_dir=Path(folder), database_url=url, argon2_memory_kib=64, argon2_rounds=1))
        config.ensure_keys()
        db.migrate()
        with db.transaction() as session:
            station = make.station(session)
            people = [make.user(session, "wang", at=station)]
            people.append(make.user(session, "min", at=station, role="desk_officer", desk="police"))
        began = time.perf_counter()
        fill(station.id, cases)
        print(f"{cases} cases stored in {time.perf_counter() - began:.0f} s\n{'question':<32}{'as':<6}"
              f"{'p50 ms':>8}{'p95 ms':>8}{'found':>8}")
        times = [one for user in people for one in measure(user, rounds)]
        db.dispose()
    times.sort()
    p95 = times[int(len(times) * 0.95) - 1]
    print(f"all questions: p50 {times[len(times) // 2]:.1f} ms, p95 {p95:.1f} ms")
    sys.exit(1 if p95 > 150 else 0)


def measure(user: object, rounds: int) -> list[float]:
    """Ask every kind of question `rounds` times as one user; print and return the times in ms."""
    random, kinds = Random(5), {}
    for _ in range(rounds):
        for kind, typed, filters in questions(random):
            began = time.perf_counter()
            with db.reading() as session:
                found = search.find(session, typed, filters, user=user)
            kinds.setdefault(kind, []).append(((time.perf_counter() - began) * 1000, found.total))
    for kind, asked in kinds.items():
        took = sorted(one for one, _ in asked)
        most = max(total for _, total in asked)
        print(f"{kind:<32}{user.name:<6}{took[len(took) // 2]:8.1f}{took[int(len(took) * 0.95) - 1]:8.1f}{most:8}")
    return [one for asked in kinds.values() for one, _ in asked]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
