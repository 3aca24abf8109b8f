"""`mediation claim`: the answer for a program and for a person, the day it is for, and how it refuses."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mediation.clock import clock
from tests.commands.running import Done, run
from tests.domain.claims.books import folder


@pytest.fixture(autouse=True)
def _rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command read the parameters, articles and calendars alone: reading every rule takes its time."""
    monkeypatch.setenv("MEDIATION_RULES_DIR", str(folder(tmp_path / "rules")))


def claim(tmp_path: Path, kind: str, facts: str, *more: str) -> Done:
    file = tmp_path / "facts.json"
    file.write_text(facts)
    return run("claim", kind, str(file), *more, data_dir=tmp_path)


WAGE = '{"last_month_wage": "8000.00"}'
LEAVE = '{"average_wage_without_overtime": "8700.00", "entitled_days": 7.5, "taken_days": 0, "wages_paid": true}'
SEVERANCE = '{"hired_on": "2020-03-15", "left_on": "2026-09-14", "average_wage": "9200.00"}'


def test_a_program_gets_amount_steps_law_and_warnings(tmp_path: Path) -> None:
    answer = json.loads(claim(tmp_path, "severance", SEVERANCE, "--json").out)

    assert answer["amount"] == "64400.00"
    assert {"lcl-46", "lcl-47"} <= set(answer["law"])
    assert {"text", "value"} == set(answer["steps"][0])


def test_a_person_reads_each_step_the_warnings_and_the_rules(tmp_path: Path) -> None:
    done = claim(tmp_path, "severance", SEVERANCE)

    assert "经济补偿：9200.00 元 × 7〔劳动合同法第四十六条、第四十七条〕：64400.00" in done.out
    assert "测算金额 64400.00 元（标准以 2026-09-14 为准）" in done.out
    assert "注意：本结果为测算，以仲裁机构、法院认定为准" in done.out
    assert "规则 sha256:" in done.out


def test_without_a_day_today_governs(tmp_path: Path) -> None:
    with clock.at(datetime(2026, 11, 22, 4, tzinfo=UTC)):
        assert "标准以 2026-11-22 为准" in claim(tmp_path, "notice_pay", WAGE).out
    assert "标准以 2026-01-02 为准" in claim(tmp_path, "notice_pay", WAGE, "--on", "2026-01-02").out


def test_a_decimal_number_is_read_exactly_and_an_exponent_refused(tmp_path: Path) -> None:
    assert json.loads(claim(tmp_path, "annual_leave", LEAVE, "--on", "2026-09-01", "--json").out)["amount"] == "6000.00"

    for number in ("75e-1", "1e2"):
        done = claim(tmp_path, "annual_leave", LEAVE.replace("7.5", number), "--on", "2026-09-01")

        assert done.code == 1
        assert f"entitled_days: 应为数字，最多四位小数（{number}）；允许：0–366" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("severance", SEVERANCE.replace("2026-09-14", "2020-03-14")),
            1,
            "left_on: 早于 hired_on（2020-03-14）；允许：≥ 2020-03-15",
        ),
        (("notice_pay", "{"), 1, "不是有效的 JSON"),
        (("notice_pay", '{"last_month_wage": NaN}'), 1, "不是有效的 JSON"),
        (("reinstatement", WAGE), 2, "reinstatement"),
        (("notice_pay", WAGE, "--on", "soon"), 2, "soon"),
    ],
)
def test_what_is_wrong_is_told_on_stderr_with_its_status(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = claim(tmp_path, *arguments)

    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = run("claim", "notice_pay", str(tmp_path / "none.json"), data_dir=tmp_path)

    assert done.code == 1
    assert "文件无法读取" in done.err
