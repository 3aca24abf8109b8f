"""The message catalogue: every text a person may see has its English, and none is a guess."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.checkout import ROOT, tool

TRANSLATIONS = ROOT / "mediation" / "translations"
FIELD = re.compile(r"%\((\w+)\)")


def catalogue(language: str) -> Catalog:
    """Read a language's catalogue."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(read: Catalog) -> dict[object, Message]:
    """Return the catalogue's messages by their id, without its head."""
    return {(message.context, message.id): message for message in read if message.id}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[object, Message]:
    """Collect the messages of code and pages as `make catalogue` does."""
    template = Path(tmp_path_factory.mktemp("catalogue")) / "messages.pot"
    done = tool("pybabel", "-q", "extract", "-F", "pyproject.toml", "-k", "N_", "-k", "_l", "-o", str(template),
                "mediation", "templates")
    assert done.returncode == 0, done.stderr
    with template.open("rb") as file:
        return messages(read_po(file))


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_catalogue_holds_exactly_the_messages_of_code_and_pages(language: str, extracted: dict[object, Message]):
    held = messages(catalogue(language))

    assert sorted(map(str, extracted.keys() - held.keys())) == [], "run `make catalogue`, then translate"
    assert sorted(map(str, held.keys() - extracted.keys())) == [], "run `make catalogue`"


def test_every_message_has_its_english():
    lacking = [message.id for message in messages(catalogue("en")).values() if not _texts(message.string)]

    assert lacking == []


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_no_translation_is_a_guess(language: str):
    assert [message.id for message in messages(catalogue(language)).values() if message.fuzzy] == []


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_translations_keep_the_fields_of_their_message(language: str):
    wrong = []
    for message in messages(catalogue(language)).values():
        asked = set(FIELD.findall(message.id if isinstance(message.id, str) else message.id[-1]))
        wrong += [text for text in _texts(message.string) if not set(FIELD.findall(text)) <= asked]

    assert wrong == []


def test_english_texts_hold_no_chinese():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    found = [text for message in messages(catalogue("en")).values() for text in _texts(message.string)
             if chinese.search(text) and "中文" not in text]

    assert found == []


def _texts(string: str | tuple[str, ...] | list[str]) -> list[str]:
    given = [string] if isinstance(string, str) else list(string)
    return given if all(given) else []
