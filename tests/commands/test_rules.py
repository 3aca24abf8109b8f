"""`mediation rules`: check, explain, vocabulary."""

import json
import shutil
from pathlib import Path

import pytest

from tests.checkout import ROOT
from tests.commands.running import run
from tests.commands.test_intake import file
from tests.domain.test_casefile import PLAIN


def test_the_stations_rules_are_in_order(tmp_path: Path) -> None:
    done = run("rules", "check", data_dir=tmp_path)

    assert done.code == 0, done.err
    assert "all right" in done.out


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("claims.overtime: true", "claims.overtme: true", ("routing/pay.yaml", "routing.pay", "claims.overtime")),
        ("law: [ldmal-2, ll-50, tul-23]", "law: [ldmal-99]", ("routing.pay", "ldmal-99")),
        ("{name: severance is no pay claim, given: {claims.severance: true}, expect: {}}",
         "{name: severance is no pay claim, given: {claims.overtime: true}, expect: {}}",
         ("routing.pay", "severance is no pay claim")),
    ],
)  # fmt: skip
def test_a_faulty_rule_file_is_named_with_rule_and_reason(tmp_path: Path, old: str, new: str, words: tuple[str, ...]) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    pay = tmp_path / "rules" / "routing" / "pay.yaml"
    text = pay.read_text("utf-8")
    assert old in text
    pay.write_text(text.replace(old, new), "utf-8")

    done = run("rules", "check", str(tmp_path / "rules"), data_dir=tmp_path)

    assert done.code == 1
    assert all(word in done.err for word in words), done.err


def test_explain_says_each_condition_and_what_would_flip_it(tmp_path: Path) -> None:
    case = file(tmp_path, {**PLAIN, "workers": 9})

    found = json.loads(run("rules", "explain", case, "routing.collective", "--json", data_dir=tmp_path).out)

    [about] = found["about"]
    assert not found["holds"]
    assert {"field": "workers", "wanted": "at least 10", "actual": "9", "holds": False, "depth": 1} in about["conditions"]
    assert about["flips"][0] == {"field": "workers", "actual": 9, "instead": 10, "holds": True}


def test_explain_asks_a_claim_rule_once_for_each_claim(tmp_path: Path) -> None:
    case = file(tmp_path, {**PLAIN, "claims": [{"kind": "severance", "known_on": "2026-10-01"}, {"kind": "overtime"}]})

    found = json.loads(run("rules", "explain", case, "deadline.limitation.general", "--json", data_dir=tmp_path).out)

    assert [one["holds"] for one in found["about"]] == [True, False]


def test_explain_tells_law_version_and_the_facts_of_the_case_that_change_it(tmp_path: Path) -> None:
    case = file(tmp_path, {**PLAIN, "claims": [{"kind": "severance", "amount": "500000.00"}], "workers": 3})

    found = json.loads(run("rules", "explain", case, "routing.large", "--json", data_dir=tmp_path).out)
    words = run("rules", "explain", case, "routing.large", data_dir=tmp_path).out

    assert (found["version"], found["articles"][0]["verified"]) == ("2008-05-01", "V")
    assert "人民调解员根据调解纠纷的需要" in found["articles"][0]["text"]
    [flip] = found["about"][0]["case_flips"]
    assert (flip["fact"], flip["instead"], flip["holds"]) == ("claims[0].amount", 50_000_001, True)
    assert "若第1项请求（经济补偿（N））的请求金额为500,000.01元，则成立" in words
    assert "要求多于500,000.00元，实际500,000.00元" in words


def test_a_rule_without_a_version_on_the_day_says_when_it_has_one(tmp_path: Path) -> None:
    case = file(tmp_path, {**PLAIN, "received_at": "2023-06-01T09:00:00+08:00"})

    done = run("rules", "explain", case, "routing.platform", data_dir=tmp_path)

    assert done.code == 1
    assert "2023-06-01" in done.err, done.err
    assert "2024-01-19" in done.err, done.err


def test_explaining_an_unknown_rule_is_refused_with_the_nearest(tmp_path: Path) -> None:
    done = run("rules", "explain", file(tmp_path, PLAIN), "routing.wages", data_dir=tmp_path)

    assert (done.code, "routing.wages" in done.err, "routing.women" in done.err) == (1, True, True)
    assert len(done.err) < 300, done.err


def test_the_vocabulary_names_every_field_with_subject_type_unit_and_meaning(tmp_path: Path) -> None:
    words = json.loads(run("rules", "vocabulary", "--json", data_dir=tmp_path).out)

    assert {"subject", "name", "type", "unit", "meaning"} <= set(words[0])
    assert ("case", "workers", "int") in {(one["subject"], one["name"], one["type"]) for one in words}
    assert all(one["meaning"]["zh"] and one["meaning"]["en"] for one in words)


def test_a_deep_check_finds_what_no_example_shows_and_only_faults_end_in_one(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    lead = tmp_path / "rules" / "routing" / "lead.yaml"
    lead.write_text(lead.read_text("utf-8").replace("overrides: [lead.union]\n", ""), "utf-8")

    done = run("rules", "check", "--deep", "--json", str(tmp_path / "rules"), data_dir=tmp_path)

    assert done.code == 1, done.err
    found = json.loads(done.out)
    assert found["cases"] is None
    [clash] = [one for one in found["findings"] if one["severity"] == "fault"]
    assert (clash["kind"], clash["id"], clash["params"]["other"]) == ("overlap", "lead.judicial_office", "lead.union")
    assert (clash["witness"]["may_lead.union"], clash["witness"]["may_lead.judicial_office"]) == (True, True)
    lines = (tmp_path / clash["file"]).read_text("utf-8").splitlines()
    assert lines[clash["line"] - 1] == "id: lead.judicial_office"
