"""Offers and counter-offers: what the form makes of what was typed, the table after it, the law, two people at once."""

import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.history import HistoryLine
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer, TalksSession
from mediation.office import (
    rules,
    talks,
    talks_costing,
    talks_draft,
    talks_figures,
    talks_movement,
    talks_outcome,
    talks_rounds,
    talks_rounds_pages,
    talks_votes_pages,
)
from tests import make
from tests.office.talks.bargaining import (
    AGENDA,
    NOW,
    TERM,
    form,
    offer,
    opened,
    refusal,
    rows,
    states,
    stored,
    table,
)
from tests.office.working import LATER, Working


def packaged(station: Working, talks_id: str) -> None:
    """Let the employer offer a cut and a promise as one package."""
    offer(station, talks_id, "employer", wage_level__change="-3", job_security__until="2027-12-31",
          job_security__from="2027-01-01", package__wage_level="A", package__job_security="A")  # fmt: skip


def test_what_was_typed_is_offered_what_was_left_stays(station: Working) -> None:
    talks_id = opened(station)
    first = offer(station, talks_id, "workers", wage_level__change="5%", minimum_pay__amount="３,０００", reason="物价上涨")
    assert first.clauses == {"wage_level": {"change": 500}, "minimum_pay": {"amount": 300_000}}
    assert (first.round, first.made_on, first.reason) == (1, date(2026, 11, 16), "物价上涨")
    page = table(station, talks_id)
    assert (page.turn, states(station, talks_id)) == ("employer", "ffoo")

    offer(station, talks_id, "employer", wage_level__change="-3")
    second = offer(station, talks_id, "workers", wage_level__change="2")

    assert (second.round, second.clauses) == (2, {"wage_level": {"change": 200}})
    wages = rows(table(station, talks_id))["wage_level"]
    assert [(one.workers, one.employer, one.gap) for one in wages.gaps] == [(200, -300, 500)]
    assert "上调2%" in wages.bids["workers"].text
    assert rows(table(station, talks_id))["minimum_pay"].bids["workers"].round == 1
    assert [one.message for one in refusal(station, talks_id, "employer").values()] == [
        "方案没有任何内容：请提出、接受或者撤回至少一条"
    ]


def test_a_whole_package_is_accepted_or_nothing_of_it(station: Working) -> None:
    talks_id = opened(station)
    packaged(station, talks_id)
    half = refusal(station, talks_id, "workers", wage_level="accept")
    assert "一揽子方案不能只接受或者更改一部分" in half["wage_level"].text()
    assert "packages" in refusal(station, talks_id, "workers", whole__term="yes")
    both = offer(station, talks_id, "workers", whole__wage_level="yes")
    assert sorted(both.accepts) == ["job_security", "wage_level"]
    assert states(station, talks_id) == "aoao"
    assert [str(one) for one in rows(table(station, talks_id))["wage_level"].agreed.package] == ["稳定岗位"]
    assert "job_security" in refusal(station, talks_id, "employer", job_security="reopen")
    offer(station, talks_id, "employer", job_security="reopen", wage_level="reopen", wage_level__change="-2")
    assert states(station, talks_id) == "fofo", "what is opened again is offered as its fields say, changed or not"
    offer(station, talks_id, "workers", wage_level="accept", job_security="accept")
    emptied = {f"job_security__{name}": "" for name in ("from", "until")}
    offer(station, talks_id, "employer", job_security="reopen", wage_level="reopen", **emptied)
    assert states(station, talks_id) == "fowo"


def test_ones_own_package_stays_whole_however_it_is_changed(station: Working) -> None:
    talks_id = opened(station)
    packaged(station, talks_id)
    again = offer(station, talks_id, "employer", wage_level__change="-2")
    assert again.packages == [["job_security", "wage_level"]]
    assert set(again.clauses) == {"job_security", "wage_level"}
    assert "wage_level" in refusal(station, talks_id, "employer", wage_level="withdraw", package__job_security="")
    assert "packages" in refusal(station, talks_id, "employer", package__wage_level="")
    apart = offer(station, talks_id, "employer", package__wage_level="", package__job_security="")
    assert (apart.packages, set(apart.clauses)) == ([], {"job_security", "wage_level"})
    offer(station, talks_id, "workers", wage_level="accept")
    assert states(station, talks_id) == "aofo"


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"wage_level__change": "三个点"}, "wage_level.change", "不能确定数值"),
        ({"wage_level__change": "-60"}, "wage_level.change", "超出可填范围"),
        ({"job_security__from": "2027-01-01"}, "job_security.until", "必填"),
        ({"minimum_pay": "burn"}, "minimum_pay", "没有这样的处理方式"),
        ({"minimum_pay__amount": ""}, "minimum_pay", "已经清空"),
        ({"minimum_pay__amount": "3100", "minimum_pay": "withdraw"}, "minimum_pay", "其中之一"),
        ({"term": "accept"}, "term", "对方没有就“协议期限”提出方案"),
        ({"package__term": "A"}, "package.term", "没有填写内容"),
        ({"package__minimum_pay": "壹"}, "package.minimum_pay", "代号"),
        ({"side": "judge"}, "side", "哪一方"),
        ({"round": "1"}, "round", "已经提出方案"),
        ({"round": "0"}, "round", "1 至 999"),
        ({"made_on": "2026-11-17"}, "made_on", "晚于今天"),
        ({"made_on": "2026-11-15"}, "made_on", "早于 2026-11-16"),
        ({"made_on": "16.11.2026"}, "made_on", "日期应写作"),
        ({"session_id": "x"}, "session_id", "没有这次会议"),
        ({"reason": "x" * 2001}, "reason", "过长：2001 个字"),
        ({"reason": "价格\u202e上涨"}, "reason", "U+202E"),
        ({"personal_leave_pay__rule": "字" * 601}, "personal_leave_pay.rule", "过长：601 个字"),
    ],
)
def test_everything_wrong_is_told_beside_its_field_and_nothing_stored(
    station: Working, typed: dict[str, str], field: str, message: str
) -> None:
    talks_id = opened(station)
    offer(station, talks_id, "workers", minimum_pay__amount="3000")
    wrong = refusal(station, talks_id, "workers", **{"wage_level__change": "1", **typed})
    assert message in wrong[field].text()
    with db.reading() as session:
        assert len(session.exec(select(TalksOffer)).all()) == 1


def test_an_offer_of_a_session_is_of_its_day(station: Working) -> None:
    talks_id = opened(station)
    with db.transaction() as session:
        meeting = TalksSession(
            station_id=station.station.id, talks_id=talks_id, number=1, state="held", on=date(2026, 11, 12), noted_at=NOW
        )
        session.add(meeting)
    wrong = refusal(station, talks_id, "workers", wage_level__change="1", session_id=meeting.id, made_on="2026-11-16")
    assert "第 1 次会议在 2026-11-12 举行" in wrong["made_on"].text()
    assert offer(station, talks_id, "workers", wage_level__change="1", session_id=meeting.id).made_on == meeting.on


def test_the_floor_of_the_offers_day_and_place_holds(station: Working) -> None:
    early = {"proposed_on": date(2025, 6, 2), "received_on": date(2025, 6, 2), "replied_on": date(2025, 6, 5)}
    talks_id = opened(station, **early)
    low = refusal(station, talks_id, "workers", minimum_pay__amount="2700")["minimum_pay.amount"]
    assert "低于法定下限2,740.00元，差40.00元" in low.text()
    assert "请提高到法定下限以上" in low.text()
    assert [str(one) for one in low.params["law"]] == ["劳动法 第四十八条", "劳动合同法 第五十五条"]
    offer(station, talks_id, "employer", minimum_pay__amount="2700", made_on="2025-06-30")
    assert "2,740.00元" in refusal(station, talks_id, "workers", minimum_pay="accept")["minimum_pay"].text()
    assert offer(station, opened(station, place="national"), "workers", minimum_pay__amount="1").clauses


def test_the_term_agreed_is_the_talks_term_and_one_that_is_too_long_is_refused(station: Working) -> None:
    talks_id = opened(station)
    wrong = refusal(station, talks_id, "workers", term__from="2027-01-01", term__until="2030-01-01")
    assert "不在 12 至 12 个月之间" in wrong["term.until"].text()
    offer(station, talks_id, "workers", **{name.replace(".", "__"): day for name, day in TERM.items()})
    assert stored(talks_id).term_from is None
    offer(station, talks_id, "employer", term="accept")
    assert (stored(talks_id).term_from, stored(talks_id).term_until) == (date(2027, 1, 1), date(2027, 12, 31))
    assert stored(talks_id).due_clock != "talks.renewal", "what isn't adopted can't be renewed"
    with db.transaction() as session:
        talks_rounds.undo(session, talks_id, by=station["union"], now=NOW)
    assert (stored(talks_id).term_from, states(station, talks_id)) == (None, "ooof")


def test_the_last_offer_is_taken_back_on_its_day_by_who_noted_it(working: Working) -> None:
    talks_id = opened(working)
    offer(working, talks_id, "workers", wage_level__change="5")
    offer(working, talks_id, "employer", wage_level="accept", minimum_pay__amount="2800", reason="同意")
    for who, when in (("mediator", NOW), ("union", NOW + timedelta(days=1))):
        assert table(working, talks_id, who=who, now=when).undo is None
        with pytest.raises(Conflict), db.transaction() as session:
            talks_rounds.undo(session, talks_id, by=working[who], now=when)
    assert table(working, talks_id).undo.accepted[0].zh == "年度平均工资水平及调整幅度"
    with db.transaction() as session:
        talks_rounds.undo(session, talks_id, by=working["union"], now=NOW, version=stored(talks_id).version)
    assert states(working, talks_id) == "fooo"
    with db.reading() as session:
        lines = session.exec(select(HistoryLine).where(HistoryLine.subject_id == talks_id)).all()
    acts = [(one.act, json.loads(one.fields_json)) for one in lines]
    assert [act for act, _ in acts] == ["talks.offer", "talks.offer", "talks.offer_undo"]
    taken = {"round": 1, "talks_side": "employer", "accepted": "wage_level", "offered": "minimum_pay", "offer_reason": "同意"}
    assert taken.items() <= acts[2][1].items()
    assert "企业支付的月工资不低于2,800.00元" in acts[2][1]["values"]


def test_a_stale_form_changes_nothing_and_of_two_at_once_one_gets_through(working: Working) -> None:
    talks_id = opened(working)
    version = stored(talks_id).version
    offer(working, talks_id, "workers", wage_level__change="5")
    sent = form(working, talks_id, "employer") | {"wage_level.change": "-3"}
    with db.reading() as session:
        assert talks_rounds_pages.preview(session, talks_id, sent, user=working["union"], now=NOW).turn == "workers"
    with pytest.raises(talks.Stale), db.transaction() as session:
        talks_rounds.make(session, talks_id, sent, by=working["union"], now=NOW, version=version)
    assert states(working, talks_id) == "fooo"
    fresh = stored(talks_id).version

    def race(who: str) -> str:
        def act() -> str:
            with db.transaction() as session:
                talks_rounds.make(session, talks_id, sent, by=working[who], now=LATER, version=fresh)
                return "stored"

        try:
            return db.retrying(act)
        except Refused as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(3) as pool:
        ends = sorted(pool.map(race, ("union", "mediator", "supervisor")))
    assert ends == ["Stale", "Stale", "stored"]
    with db.reading() as session:
        assert [(one.position, one.side) for one in session.exec(select(TalksOffer).order_by(TalksOffer.position))] == [
            (1, "workers"), (2, "employer")]  # fmt: skip


def test_a_foreign_station_finds_nothing_and_the_police_may_not(station: Working) -> None:
    talks_id = opened(station)
    with db.transaction() as session:
        station.people["stranger"] = make.user(session, "stranger", at=make.station(session, "XZ"))
    for who in ("stranger", "police"):
        with pytest.raises(NotFound):
            table(station, talks_id, who=who)
        with pytest.raises(NotFound), db.transaction() as session:
            talks_rounds.make(session, talks_id, {"side": "workers"}, by=station[who], now=NOW)


def test_what_left_the_library_is_shown_by_its_key_and_can_be_settled_but_not_offered(
    station: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks_id, union = opened(station), {"user": station["union"], "now": NOW}
    offer(station, talks_id, "workers", other__rule="设立意见箱", minimum_pay__amount="3000", wage_level__change="5",
          wage_level__months="12", job_security__until="2027-12-31", job_security__from="2027-01-01")  # fmt: skip
    offer(station, talks_id, "employer", minimum_pay="accept", wage_level__change="-3")
    clauses = dict(rules.current().book.clauses)
    del clauses["other"], clauses["minimum_pay"], clauses["job_security"]
    wages = clauses["wage_level"]
    left = {key: one for key, one in wages.fields.items() if key != "months"}
    text = tuple(one for one in wages.text if "{months}" not in one)
    clauses["wage_level"] = dataclasses.replace(wages, fields=left, text=text)
    monkeypatch.setattr("mediation.office.talks_state.library", lambda: clauses)

    shown = rows(table(station, talks_id))
    assert shown["other"].title.zh == "other（条款库已无此条款）"
    assert "设立意见箱" in shown["other"].bids["workers"].text
    assert shown["minimum_pay"].agreed
    assert "300000" in shown["minimum_pay"].agreed.text  # as stored: nobody knows any more that it was fen
    assert "months：1200" in shown["wage_level"].bids["workers"].text
    assert [one.workers for one in shown["wage_level"].gaps] == [500]
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        pages = (
            talks_movement.round_page(session, talks_id, 1, before=None, **union),
            talks_movement.gaps_page(session, talks_id, chosen="", **union),
            talks_draft.page(session, talks_id, **union), talks_votes_pages.page(session, talks_id, **union),
            talks_outcome.page(session, talks_id, **union), talks_costing.options(session, row),
        )  # fmt: skip
        assert all(pages)
        assert "minimum_pay（条款库已无此条款）" in str(pages[2].chapters)
        assert talks_figures.figures(session, user=station["supervisor"], first=NOW.date(), last=NOW.date(), now=NOW)

    no = refusal(station, talks_id, "workers", job_security__from="2027-02-01", other__rule="改")
    assert {one.text() for one in no.values()} == {
        f"条款库中已经没有“{key}”，不能再提出；可以接受、撤回或者重新开启已记录的方案" for key in ("job_security", "other")
    }
    offer(station, talks_id, "employer", other="accept")
    offer(station, talks_id, "workers", job_security="withdraw")
    assert states(station, talks_id, ["other", "job_security", "minimum_pay"]) == "awa"


def test_odd_text_comes_back_as_it_was_typed(station: Working) -> None:
    talks_id, odd = opened(station), "<b>甲</b> & \"乙\" {{7*7}} %(x)s {rule} العربية\r\n第二行 𠀀👩‍👧"
    offer(station, talks_id, "workers", other__rule=odd, reason=odd)
    assert form(station, talks_id, "workers")["other.rule"] == odd.replace("\r\n", "\n")
    assert odd.replace("\r\n", "\n") in rows(table(station, talks_id))["other"].bids["workers"].text
    assert "方案没有任何内容" in refusal(station, talks_id, "workers", other__rule=odd)[""].text()
    assert AGENDA[0] in rows(table(station, talks_id))
