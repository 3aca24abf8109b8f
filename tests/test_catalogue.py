"""The message catalogue: every text a person may see has its English, and none is a guess."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment

from tests.checkout import ROOT, tool

ENGLISH = ROOT / "mediation" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
FIELD = re.compile(r"%\((\w+)\)")
MARKS = re.compile(r"[（）；：，。、]")
PAPER_TEXTS = {"consents/letter.html", "settlements/preview.html", "signing/here.html", "talks/minutes.html"}
"""Pages that show Chinese text of a paper as it will be printed, or fill it in."""


def english() -> dict[object, Message]:
    """Read the English catalogue."""
    with ENGLISH.open("rb") as file:
        return messages(read_po(file, locale="en"))


def messages(read: Catalog) -> dict[object, Message]:
    """Return the catalogue's messages by their id, without its head."""
    return {(message.context, message.id): message for message in read if message.id}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[object, Message]:
    """Collect the messages of code and pages as `make catalogue` does."""
    template = Path(tmp_path_factory.mktemp("catalogue")) / "messages.pot"
    done = tool("pybabel", "-q", "extract", "-F", "pyproject.toml", "-k", "N_", "-k", "_l", "-o", str(template),
                ".")
    assert done.returncode == 0, done.stderr
    with template.open("rb") as file:
        return messages(read_po(file))


def test_the_catalogue_holds_exactly_the_messages_of_code_and_pages(extracted: dict[object, Message]):
    held = english()

    assert sorted(map(str, extracted.keys() - held.keys())) == [], "run `make catalogue`, then translate"
    assert sorted(map(str, held.keys() - extracted.keys())) == [], "run `make catalogue`"


def test_every_message_has_its_english():
    lacking = [message.id for message in english().values() if not _texts(message.string)]

    assert lacking == []


def test_no_translation_is_a_guess():
    assert [message.id for message in english().values() if message.fuzzy] == []


def test_translations_keep_the_fields_of_their_message():
    wrong = []
    for message in english().values():
        asked = set(FIELD.findall(message.id if isinstance(message.id, str) else message.id[-1]))
        wrong += [text for text in _texts(message.string) if not set(FIELD.findall(text)) <= asked]

    assert wrong == []


def test_english_texts_hold_no_chinese_but_what_is_to_be_typed_so():
    chinese, quoted = re.compile(r"[\u4e00-\u9fff（）；：，。、]"), re.compile(r"“[^”]*”|「[^」]*」|[\u4e00-\u9fff]+〔\d{4}〕\d+号")
    found = [text for message in english().values() for text in _texts(message.string)
             if chinese.search(quoted.sub("", text)) and "中文" not in text]

    assert found == []


def test_pages_hold_no_chinese_marks_outside_messages():
    pages, reader = ROOT / "templates" / "pages", Environment(autoescape=True)
    found = []
    for page in pages.rglob("*.html"):
        seen = [("", "")] * 2
        for line, kind, text in reader.lex(page.read_text()):
            outside = kind == "data" or (kind == "string" and [one[1] for one in seen] != ["_", "("] and len(text) == 3)
            if outside and MARKS.search(text):
                found.append(f"{page.relative_to(pages)}:{line}")
            seen = [seen[1], (kind, text)] if kind != "whitespace" else seen

    assert [one for one in found if one.partition(":")[0] not in PAPER_TEXTS] == []


def _texts(string: str | tuple[str, ...] | list[str]) -> list[str]:
    given = [string] if isinstance(string, str) else list(string)
    return given if all(given) else []


def test_the_station_lawyer_is_never_called_duty_counsel(extracted: dict[object, Message]):
    """In the Legal Aid Act 值班律师 is counsel for suspects without a lawyer (法律援助法 14, 30)."""
    assert [one.id for one in extracted.values() if "值班律师" in str(one.id)] == []
    documents = (ROOT / "templates" / "documents").rglob("*.j2")
    assert [page.name for page in documents if "值班律师" in page.read_text()] == []
    assert [file.name for file in (ROOT / "rules").rglob("*.yaml") if "值班律师" in file.read_text()] == []
