"""The agreement as a file: conforming, whole, copyable, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from typing import Any

import pikepdf
import pymupdf
import pytest

from mediation.press import Pool, Printed, print_document
from mediation.press.fonts import FAMILIES
from tests.press import samples
from tests.press.reading import TYPE_AREA, broken_rules, copied_text, everything, source_text, squeezed

SAMPLES = ("everyday", "grouped", "widest")


@pytest.fixture(params=SAMPLES)
def printed(request: pytest.FixtureRequest) -> Printed:
    result: Printed = request.getfixturevalue(request.param)
    return result


def test_every_sample_is_an_archive_file_and_an_accessible_one(printed: Printed) -> None:
    assert broken_rules(printed.pdf) == set()


def test_every_character_can_be_copied_out_in_the_order_of_reading(printed: Printed) -> None:
    expected = source_text("agreement", json.loads(printed.record), printed.record)

    assert copied_text(printed.pdf) == expected


def test_every_name_of_the_rare_sample_is_shown_and_copied(pool: Pool) -> None:
    record = samples.agreement(facts=samples.RARE_NAMES, cause=samples.RARE_NAMES[:40])

    printed = print_document("agreement", record, created=samples.CREATED, pool=pool)

    assert squeezed(samples.RARE_NAMES) in copied_text(printed.pdf)


def test_no_font_but_ours_is_in_the_file_and_each_is_embedded(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]

        assert {str(font.FontName).split("+")[1].split("-")[0] for font in fonts} <= set(FAMILIES)
        assert all("/FontFile2" in font for font in fonts)


def test_a_second_viewer_shows_ink_in_the_type_area_of_every_page(printed: Printed) -> None:
    for sheet in pymupdf.open(stream=printed.pdf):
        grey = sheet.get_pixmap(dpi=50, clip=TYPE_AREA, colorspace=pymupdf.csGRAY)
        dark = sum(value < 128 for value in grey.samples) / len(grey.samples)

        assert dark > 0.001, sheet.number


def test_the_yardstick_of_the_benchmark_has_three_pages(pool: Pool) -> None:
    printed = print_document("agreement", samples.short(), created=samples.CREATED, pool=pool)

    assert len(pymupdf.open(stream=printed.pdf)) == 3


def test_the_record_is_attached_and_its_sum_is_on_every_page(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        attached = pdf.attachments["agreement.json"].get_file().read_bytes()

    assert attached == printed.record
    assert hashlib.sha256(attached).hexdigest() == printed.record_sha256
    assert all(printed.record_sha256 in text for text in everything(printed.pdf))


def test_number_and_count_are_on_every_page(printed: Printed) -> None:
    record, pages = json.loads(printed.record), everything(printed.pdf)

    for place, text in enumerate(pages, 1):
        assert f"编号：{record['number']}" in text
        assert f"案号：{record['case_number']}" in text
        assert f"第{place}页共{len(pages)}页" in text


def test_nothing_stands_outside_the_margins(printed: Printed) -> None:
    paper = pymupdf.Rect(28, 28, 595 - 28, 842 - 28)
    for sheet in pymupdf.open(stream=printed.pdf):
        outside = [word[4] for word in sheet.get_text("words") if not paper.contains(pymupdf.Rect(word[:4]))]

        assert outside == []


def test_no_text_leaves_its_table_cell(printed: Printed) -> None:
    for sheet in pymupdf.open(stream=printed.pdf):
        for table in sheet.find_tables():
            box = pymupdf.Rect(table.bbox) + (-1, -1, 1, 1)
            words = [word for word in sheet.get_text("words") if box.y0 <= word[1] and word[3] <= box.y1]

            assert all(box.x0 <= word[0] and word[2] <= box.x1 for word in words), sheet.number


def test_two_processes_with_other_surroundings_make_the_same_bytes(everyday: Printed) -> None:
    script = (
        "from mediation.press import print_document; from tests.press import samples;"
        "print(print_document('agreement', samples.agreement(), created=samples.CREATED).sha256)"
    )
    other = {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}
    environment = os.environ | other | {"PYTHONPATH": os.pathsep.join(sys.path)}

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)

    assert run.stdout.strip() == everyday.sha256


def test_metadata_say_title_office_and_the_instant_of_issue(everyday: Printed) -> None:
    metadata: dict[str, Any] = pymupdf.open(stream=everyday.pdf).metadata or {}

    assert metadata["title"] == "劳动争议调解协议书　（2026）梅陇劳调字第0318号"
    assert metadata["author"] == "上海市闵行区梅陇镇劳动争议调解委员会"
    assert metadata["creationDate"].startswith("D:20261122060000")
