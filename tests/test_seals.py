import pytest

from mediation import config, seals
from mediation.config import Settings

CELL = {"table": "party", "column": "id_number", "row": "r1"}


def test_a_sealed_value_opens_in_its_own_cell(sqlite_settings: Settings) -> None:
    blob = seals.seal("31010119900101123X", **CELL)

    assert seals.open(blob, **CELL) == "31010119900101123X"
    assert b"31010119900101123X" not in blob


@pytest.mark.parametrize("moved", [{"row": "r2"}, {"column": "phone"}, {"table": "settlement"}])
def test_a_cell_moved_elsewhere_does_not_open(sqlite_settings: Settings, moved: dict[str, str]) -> None:
    blob = seals.seal("31010119900101123X", **CELL)

    with pytest.raises(seals.WrongSeal):
        seals.open(blob, **{**CELL, **moved})


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_changed_cell_does_not_open(sqlite_settings: Settings, place: int) -> None:
    blob = bytearray(seals.seal("31010119900101123X", **CELL))
    blob[place] ^= 1

    with pytest.raises(seals.WrongSeal):
        seals.open(bytes(blob), **CELL)


def test_an_empty_or_short_cell_does_not_open(sqlite_settings: Settings) -> None:
    for blob in (b"", b"\x01", b"\x01" + b"\0" * 12):
        with pytest.raises(seals.WrongSeal):
            seals.open(blob, **CELL)


def test_the_same_value_sealed_twice_looks_different(sqlite_settings: Settings) -> None:
    assert seals.seal("13812341234", **CELL) != seals.seal("13812341234", **CELL)


def test_the_digest_is_the_same_however_the_number_was_typed(sqlite_settings: Settings) -> None:
    assert seals.digest("310101 19900101 123x") == seals.digest("３１０１０１19900101123X")
    assert seals.digest("310101199001011230") != seals.digest("31010119900101123X")


def test_the_digest_does_not_use_the_key_of_the_seal(sqlite_settings: Settings) -> None:
    before = seals.digest("13812341234")
    (sqlite_settings.keys_dir / "seal.key").write_text("00" * 32)
    config.forget_keys()

    assert seals.digest("13812341234") == before


def test_close_gives_the_three_columns(sqlite_settings: Settings) -> None:
    closed = seals.close("6222 0000 1111 2345", **CELL)

    assert closed.tail == "2345"
    assert closed.digest == seals.digest("6222000011112345")
    assert seals.open(closed.sealed, **CELL) == "6222 0000 1111 2345"


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("31010119900101123x", "id_number", "310101********123X"),
        ("13812341234", "phone", "138****1234"),
        ("6222 0000 1111 2222 345", "account", "**** **** 2345"),
        ("123", "id_number", "***"),
        ("1234567", "phone", "*******"),
        ("12345678", "account", "********"),
    ],
)
def test_a_value_is_shown_masked(value: str, kind: str, shown: str) -> None:
    assert seals.conceal(value, kind) == shown


def test_a_tail_is_shown_behind_stars() -> None:
    assert seals.mask("123X", "id_number") == "**************123X"
    assert seals.mask("1234", "phone") == "*******1234"
    assert seals.mask("2345", "account") == "**** **** 2345"
    assert seals.mask(None, "phone") == ""


def test_private_numbers_in_free_text_are_masked() -> None:
    text = "张三 310101199001011239，电话13812341234（卡 6222021234567890123），案号 CH-2026-0001，8000.00 元"

    assert (
        seals.redact(text)
        == "张三 310101********1239，电话138****1234（卡 **** **** 0123），案号 CH-2026-0001，8000.00 元"
    )
