import os

import pytest

from mediation.domain import bookcache, rulebook
from mediation.domain.rulebook import load
from tests.domain.rulefolder import GROUP, folder


@pytest.fixture
def kept(tmp_path):
    made, cache = folder(tmp_path, group=GROUP), tmp_path / "cache"
    book = load(made, cache=cache)
    [file] = cache.iterdir()
    return made, cache, file, book


def reads_yaml(monkeypatch, made, cache) -> bool:
    """Load once more and say whether the YAML was read again."""
    seen = []
    monkeypatch.setattr(rulebook, "documents", lambda *args: seen.append(args) or real(*args))
    load(made, cache=cache)
    return bool(seen)


real = rulebook.documents


def test_a_book_found_good_is_taken_from_the_cache_and_is_the_same(kept, monkeypatch):
    made, cache, file, book = kept

    assert load(made, cache=cache) == book
    assert not reads_yaml(monkeypatch, made, cache)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_changed_rule_is_read_anew(kept, monkeypatch):
    made, cache, _, _ = kept
    (made / "routing" / "group.yaml").write_text(GROUP + "# changed\n")

    assert reads_yaml(monkeypatch, made, cache)
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-3]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"union", b"onion")),
        lambda file: file.write_bytes(b"\xff" * 100),
        lambda file: file.chmod(0o666),
        lambda file: (file.rename(file.with_suffix(".real")), file.symlink_to(file.with_suffix(".real"))),
        lambda file: (file.unlink(), os.mkfifo(file)),
    ],
    ids=["empty", "cut", "changed", "noise", "writable by others", "link", "pipe"],
)
def test_a_damaged_or_foreign_cache_file_is_passed_over_and_replaced(kept, monkeypatch, spoil):
    made, cache, file, book = kept
    spoil(file)

    assert reads_yaml(monkeypatch, made, cache)
    monkeypatch.undo()
    assert not file.is_symlink()
    assert bookcache.read(cache, book.digest) is not None


def test_a_file_of_another_user_is_passed_over(kept, monkeypatch):
    _, cache, _, book = kept
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)

    assert bookcache.read(cache, book.digest) is None


def test_a_cache_folder_that_refuses_does_not_stop_the_book(tmp_path):
    blocked = tmp_path / "cache"
    blocked.write_text("a file, no folder")

    assert load(folder(tmp_path, group=GROUP), cache=blocked).rules
