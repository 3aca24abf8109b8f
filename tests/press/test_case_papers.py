"""Papers of a case with the most and longest of everything, and what they refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mediation.domain.refusals import Refused
from mediation.press import Pool, prepare, print_document, samples
from mediation.press.samples import application, shared
from tests.press.reading import broken_rules, copied_pages, html_of, outside, squeezed
from tests.press.samples import CREATED

LONG = "上海" + "犇赟翀喆堃" * 14 + "建筑工程有限公司"


def wide(kind: str) -> dict[str, Any]:
    """Return a sample with the longest names, so many that they sign in a table."""
    record = samples.of(kind)
    if "parties" in record and isinstance(record["parties"][0], dict):
        record["parties"] = [*(shared.worker(name=f"阿卜杜热西提·买买提{nth}") for nth in range(7)), shared.employer(name=LONG)]
    return record


@pytest.mark.parametrize("kind", ["acceptance_notice", "court_confirmation_application"])
def test_many_parties_with_long_names_sign_in_a_table_and_nothing_leaves_the_page(pool: Pool, kind: str) -> None:
    printed = print_document(kind, wide(kind), created=CREATED, pool=pool)

    assert outside(printed.pdf, kind) == []
    assert squeezed("阿卜杜热西提·买买提6") in "".join(copied_pages(printed.pdf))


def test_a_group_signs_its_list_which_elects_its_representatives(pool: Pool) -> None:
    printed = print_document("application", application.group(), created=CREATED, pool=pool)
    few = prepare("application", application.group() | {"listed": application.group()["listed"][:9]})

    text = "".join(copied_pages(printed.pdf))
    assert "推举工人0号、工人1号、工人2号为代表参加调解（《劳动争议调解仲裁法》第七条），推举日期：2026年11月15日" in text
    assert "13工人12号3101121990013100274,800.12" in text
    assert text.count("（代表）") == 3
    assert (outside(printed.pdf, "application"), broken_rules(printed.pdf)) == ([], set())
    assert "推举" not in html_of("application", json.loads(few), few)


def test_an_oral_application_needs_time_place_and_who_wrote_it_down() -> None:
    assert prepare("application", application.oral())

    with pytest.raises(Refused):
        prepare("application", application.oral() | {"asked_at": ""})
