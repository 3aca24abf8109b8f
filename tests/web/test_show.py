"""How records look: faults in red, provisional dates marked, values as people read them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g, render_template
from flask_babel import force_locale

from mediation import db
from mediation.domain.vocabulary import CLAIM_KINDS
from mediation.models.party import Party
from mediation.office import accounts
from mediation.office.parties import side_line
from mediation.office.records import Said, Words
from mediation.web import show
from mediation.web.words import CLAIMS
from tests.web import samples


def rendered(house: Flask, template: str, **given: object) -> str:
    """Render a page as the supervisor sees it."""
    with house.test_request_context("/"), db.reading() as session:
        g.user = accounts.find(session, "zhan")
        return render_template(template, **given)


def test_a_faulty_rule_file_stands_in_red_on_the_supervisors_board(house: Flask):
    page = rendered(house, "board.html", page=samples.BOARD)

    assert '<div class="note bad" role="alert">' in page
    assert "routing/pay.yaml:4" in page
    assert "未知的词 claimz" in page


def test_the_state_of_the_rules_names_file_rule_reason_and_what_is_unverified(house: Flask):
    page = rendered(house, "rules.html", page=samples.RULES)

    for wanted in ("routing/pay.yaml:4", "routing.pay", "未知的词 claimz", "2026 年最低工资", "国办发明电〔2025〕7号"):
        assert wanted in page


def test_an_overdue_and_provisional_date_says_both(house: Flask):
    page = rendered(house, "board.html", page=samples.BOARD)

    assert "逾期 3 天" in page
    assert "暂定" in page
    assert "主办窗口" in page


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (None, "", "未知"),
        (True, "", "是"),
        (False, "", "否"),
        (800_000, "fen", "8,000.00 元"),
        (date(2026, 11, 16), "day", "2026-11-16 周一"),
        (datetime(2026, 11, 16, 16, 30, tzinfo=UTC), "", "2026-11-17 周二 00:30"),
        (60, "days", "60 天"),
        ("over_age", "relation", "超龄用工"),
        ("a new code", "relation", "a new code"),
    ],
)
def test_a_fact_is_shown_as_people_read_it(house: Flask, value: object, unit: str, shown: str):
    with house.test_request_context("/"):
        assert show.fact(value, unit) == shown


def test_the_day_of_an_instant_is_the_stations(house: Flask):
    with house.test_request_context("/"):
        assert show.day(datetime(2026, 11, 15, 16, 5, 7, 123, tzinfo=UTC)) == "2026-11-16 周一"


def test_a_sentence_is_filled_with_words_days_and_facts(house: Flask):
    said = Said("%(fact)s改为%(value)s", {"fact": Words("涉及人数", "workers"), "value": (samples.GROUP_FACT,)})

    with house.test_request_context("/"):
        assert show.say(said) == "涉及人数改为13"


def test_people_are_counted_as_people_firms_as_firms_and_nobody_who_left(house: Flask):
    def line(*kinds: str, left: int = 0) -> str:
        parties = [
            Party(
                station_id="s",
                case_id="c",
                side="applicant",
                kind=kind,
                name=f"{nth}",
                left_on=date(2026, 1, 1) if nth < left else None,
            )
            for nth, kind in enumerate(kinds)
        ]
        return show.words(side_line(parties, "applicant"))

    with house.test_request_context("/"), force_locale("zh_Hans_CN"):
        assert line("person", "person", "person") == "0、1、2"
        assert line("person", "person", "person", "person", "person", left=1) == "1、2、3等4人"
        assert line("employer", "employer", "union", "employer") == "0、1、2等4家单位"
        assert line("person", "employer", "employer", "employer") == "0、1、2等4方"
    with house.test_request_context("/"), force_locale("en"):
        assert line("person", "employer", "employer", "employer") == "0、1、2 and 1 more"


def test_claims_are_called_the_same_on_pages_and_in_documents() -> None:
    assert {kind: zh for kind, (zh, _) in CLAIM_KINDS.items()} == CLAIMS


def test_a_word_for_a_constant_is_in_the_language_of_each_page(house: Flask):
    shown = house.jinja_env.from_string("{{ 'applicant'|word('side') }}")
    with house.test_request_context("/"), force_locale("zh_Hans_CN"):
        assert shown.render() == "申请人"
    with house.test_request_context("/"), force_locale("en"):
        assert shown.render() == "the applicant"


def test_the_word_between_the_parties_is_the_readers(house: Flask):
    with house.test_request_context("/"), force_locale("en"):
        assert show.parties("陈强 诉 某售楼处") == "陈强 v. 某售楼处"
        assert show.parties("陈强等 诉 某高等学校等") == "陈强 and others v. 某高等学校 and others"
    with house.test_request_context("/"), force_locale("zh_Hans_CN"):
        assert show.parties("陈强 诉 某售楼处") == "陈强 诉 某售楼处"
