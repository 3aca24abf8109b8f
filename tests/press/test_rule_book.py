"""The printed rule book: conforming, its contents lead to the right pages, every rule in it with a box to tick."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
import pytest

from mediation.domain import rulebook
from mediation.domain.rulebook import RuleBook
from mediation.office import rulebook_paper
from mediation.press import MOST_BYTES, MOST_BYTES_OF, Pool, Printed, RecordInvalid, prepare, print_document
from tests.press.reading import broken_rules

CREATED = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
HOUSE = "上海市闵行区梅陇镇曹行人民调解委员会"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """Give a book that is short: some rules of every step, with a little of what they lean on."""
    whole = rulebook.load(Path(__file__).parents[2] / "rules")
    rules = tuple({one.stratum: one for one in whole.rules}.values())
    laws = {key: whole.laws[key] for one in rules for key in one.law}
    parameters = dict(list(whole.parameters.items())[:3])
    return replace(whole, rules=rules, laws=laws, parameters=parameters, places={}, clauses={})


@pytest.fixture(scope="module")
def printed(book: RuleBook, pool: Pool) -> Printed:
    """Give the short book in print."""
    record = rulebook_paper.record(book, version="第 3 版　试印", organisation=HOUSE, made_at=CREATED)
    return print_document("rule_book", record, created=CREATED, pool=pool)


def test_it_is_an_archive_file_and_an_accessible_one(printed: Printed) -> None:
    assert broken_rules(printed.pdf) == set()


def test_the_contents_name_the_page_on_which_each_rule_stands(book: RuleBook, printed: Printed) -> None:
    with pymupdf.open(stream=printed.pdf) as file:
        pages = [re.sub(r"[^\S\n]", "", one.get_text(sort=True)) for one in file]
        in_order = re.sub(r"\s", "", "".join(one.get_text() for one in file))
    text = re.sub(r"\s", "", "".join(pages))
    contents = "".join(one for one in pages if "目录" in one[:20])

    assert book.digest in text
    assert "第3版" in pages[0]
    for rule in book.rules:
        title = re.sub(r"\s", "", rule.title["zh"])
        [number] = re.findall(re.escape(title) + r"\.+(\d+)\n", contents)
        assert rule.id in pages[int(number) - 1]
        for key in rule.law:
            assert re.sub(r"\s", "", book.laws[key].text)[:20] in text
    entries = len(book.rules) + len(book.laws) + len(book.parameters) + len(book.calendars)
    assert in_order.count("无误有误意见：") == entries + len(book.desks) + len(book.strata)


def test_the_whole_book_fits_twice_and_an_empty_one_is_refused() -> None:
    whole = rulebook.load(Path(__file__).parents[2] / "rules")
    record = rulebook_paper.record(whole, version="现行", organisation=HOUSE, made_at=CREATED)

    assert (
        MOST_BYTES < 2 * len(json.dumps(record, default=str, ensure_ascii=False).encode()) < MOST_BYTES_OF["rule_book"]
    )
    with pytest.raises(RecordInvalid):
        prepare("rule_book", {**record, "sections": []})
