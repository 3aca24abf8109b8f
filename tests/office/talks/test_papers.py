"""The papers of wage talks: made of the rows of one story, issued for good, checked, and what keeps them from it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from mediation import db, press
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.document import Document
from mediation.models.history import HistoryLine
from mediation.models.talks import Talks, TalksFirm, TalksMember
from mediation.models.talks_table import TalksOffer
from mediation.office import (
    documents,
    history,
    talks,
    talks_pack,
    talks_paper_sources,
    talks_papers,
    talks_papers_pages,
)
from mediation.office.records.gaps import Paper
from mediation.office.talks_paper_sources import Sources
from tests import make, talks_make
from tests.office.talks.story import NOW, VOTED, WORKERS, adopted, deed, later, negotiated
from tests.office.working import Working
from tests.press.reading import everything

KNOWING = {"knowingly": "yes", "lacking_why": "双方约定另行签订补充协议"}
SAYS: Mapping[str, tuple[str, ...]] = {
    "talks_request": ("工资集体协商要约书", "15日内，于2026年10月12日收到的，即2026年10月27日前", "公司三楼会议室", "方红"),
    "talks_reply": ("工资集体协商应约书", "（编号：（2026）曹行协要字第0001号）", "同意协商", "郑洁"),
    "talks_representatives": ("职工方协商代表", "赵敏", "用人单位方协商代表", "周明"),
    "talks_minutes": ("第一次协商会议", "缺席代表：郑洁", "于2026年10月27日提供：上年度工资总额", "上调3%", "下调3%", "希望稳定岗位"),
    "ballot_sheet": ("表决票", "2027年度工资专项集体合同（草案）"),
    "congress_resolution": ("到会36÷全体40＝90%", "赞成28÷全体40＝70%", "计票、监票人李祎", "会议通过"),
    "wage_agreement": ("91310112MA1GB0000X", "叁仟壹佰零肆元整", "经城厢精工机械有限公司职工代表大会表决通过", "首席代表方红"),
    "filing_form": ("城厢区人社局：", "2026年11月26日前", "编号：（2026）曹行资协字第0001号", "材料齐全，共4项", "提出方案2轮"),
    "talks_publication": ("2026年12月4日生效", "第二十三条", "（编号：（2026）曹行资协字第0001号）"),
}  # fmt: skip
GAPS = {
    "talks_request": {"team", "request"}, "talks_reply": {"team", "request", "days"}, "talks_representatives": {"team"},
    "talks_minutes": {"sessions"}, "congress_resolution": {"votes"}, "wage_agreement": {"rounds", "team"},
    "filing_form": {"votes"}, "talks_publication": {"filing"},
}  # fmt: skip
"""Where what each paper of talks just opened lacks is entered."""


def sources(session: Session, talks_id: str, *, today: date = VOTED) -> Sources:
    """Return what papers of the talks are made from."""
    return talks_paper_sources.gather(session, session.get_one(Talks, talks_id), today=today)


def issue(working: Working, talks_id: str, paper: Paper, *, days: int = 0, **given: str) -> Document:
    """Issue a paper as the page does."""
    with db.transaction() as session:
        return talks_papers.issue(session, talks_id, paper, given, by=working["union"], now=later(days))


def made(session: Session, talks_id: str, paper: Paper, *, days: int = 0) -> dict[str, Any]:
    """Return the record of a paper that lacks nothing."""
    found = talks_papers.make(sources(session, talks_id, today=later(days).date()), paper)
    assert found.gaps == ()
    return json.loads(press.prepare(paper.kind, found.record))  # type: ignore[no-any-return]


def test_every_paper_of_one_story_is_issued_and_says_what_the_rows_say(station: Working) -> None:
    talks_id = adopted(station)
    deed(station, talks_id, "file", now=later(2), filed_on="2026-11-18", authority="城厢区人社局")
    with db.reading() as session:
        papers = list(talks_papers.papers(sources(session, talks_id, today=later(30).date())))
    kinds = {one.kind: one for one in sorted(papers, key=lambda one: one.kind == "filing_form")}
    first = kinds | {"talks_minutes": next(one for one in papers if one.kind == "talks_minutes")}
    with pytest.raises(Refused) as incomplete, db.transaction() as session:
        talks_pack.archive(session, talks_id, user=station["union"], now=later(30))
    issued = {kind: issue(station, talks_id, paper, days=30, **KNOWING) for kind, paper in first.items()}
    texts = {}
    with db.transaction() as session:
        for kind, document in issued.items():
            pdf, _ = documents.content(session, document.id, user=station["union"], now=later(30))
            texts[kind] = "".join(everything(pdf))
            assert documents.of_bytes(session, pdf).number == document.number
            assert documents.of_bytes(session, pdf + b"\n") is None
        page = talks_papers_pages.page(session, talks_id, user=station["union"], now=later(30))
        packed, name = talks_pack.archive(session, talks_id, user=station["union"], now=later(30))
        again = documents.for_console(session, "（2026）曹行协商字第0001号", "wage_agreement", now=later(30))[0]
    assert {kind: [one for one in says if one not in texts[kind]] for kind, says in SAYS.items()} == dict.fromkeys(SAYS, [])
    states = [one.state for one in page.papers]
    assert (states.count("issued"), states.count("ready"), len(states)) == (9, 1, 10)
    assert len(incomplete.value.problems) == 4
    check_pack(packed, name, issued)
    assert again.id == issued["wage_agreement"].id
    with db.reading() as session:
        numbers = list(session.exec(select(Document.number)))
        assert len(set(numbers)) == len(numbers) == len(kinds)
        assert history.verify(session).broken is None
        lines = [one for one in session.exec(select(HistoryLine)) if one.act == "document.issue"]
        told = [json.loads(one.fields_json) for one in lines]
    assert [one["lacking_why"] for one in told if one["kind"] == "wage_agreement"] == [KNOWING["lacking_why"]]
    with pytest.raises(Conflict):
        issue(station, talks_id, Paper("talks_request"), days=30)


def check_pack(packed: bytes, name: str, issued: Mapping[str, Document]) -> None:
    """Check that the pack holds the papers as they were issued, in order, with a list that names each."""
    kinds = ("filing_form", "wage_agreement", "talks_representatives", "congress_resolution")
    assert name == "（2026）曹行协商字第0001号 报送材料.zip"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        contents = archive.read(names[0]).decode()
        sums = [hashlib.sha256(archive.read(one)).hexdigest() for one in names[1:]]
    assert sums == [issued[kind].sha256 for kind in kinds]
    assert [one[:3] for one in names] == ["00 ", "01 ", "02 ", "03 ", "04 "]
    assert all(issued[kind].number in contents and issued[kind].code in contents for kind in kinds)


def test_what_is_missing_is_named_with_the_page_where_it_is_entered(station: Working) -> None:
    with db.transaction() as session:
        row = talks_make.talks(session, station.station.id, number="1", meeting_place="")
        found = sources(session, row.id)
        gaps = {one.kind: {gap.where for gap in talks_papers.make(found, one).gaps} for one in talks_papers.papers(found)}
        row.number = None
        lacking = talks_papers.make(found, Paper("talks_request")).gaps
    assert gaps == GAPS
    assert talks_paper_sources.NO_NUMBER in [one.what.message for one in lacking]
    with pytest.raises(Refused) as refused:
        issue(station, row.id, Paper("talks_representatives"))
    assert {one.field for one in refused.value.problems} == {"paper"}
    with pytest.raises(NotFound):
        issue(station, row.id, Paper("talks_minutes", "another"))


def test_the_draft_prints_as_a_draft_and_the_contract_is_what_was_voted_on(station: Working) -> None:
    with db.transaction() as session:
        talks_id = negotiated(session, station.station.id).id
        draft = made(session, talks_id, Paper("wage_agreement"))
    with db.transaction() as session:
        row = session.get_one(Talks, talks_id)
        session.add(TalksOffer(position=4, round=3, side="workers", made_on=VOTED, reopens=["wage_level"],
                               clauses={"wage_level": WORKERS["wage_level"]},
                               station_id=row.station_id, talks_id=row.id, noted_at=NOW))  # fmt: skip
        open_again = talks_papers.make(sources(session, talks_id), Paper("wage_agreement")).gaps
        session.rollback()
    adopted_id = adopted(station, employer="另一家机械厂", number="2")
    with db.transaction() as session:
        vote = sources(session, adopted_id).adopted
        assert vote is not None
        row = session.get_one(Talks, adopted_id)
        session.add(TalksOffer(position=4, round=3, side="workers", made_on=VOTED, reopens=["minimum_pay"],
                               station_id=row.station_id, talks_id=row.id, noted_at=NOW))  # fmt: skip
        session.flush()
        contract = made(session, adopted_id, Paper("wage_agreement", vote.id))
    assert (draft["draft"], draft["adopted_on"], contract["draft"]) == (True, None, False)
    assert [one["key"] for one in contract["clauses"]] == ["term", "wage_level", "minimum_pay", "job_security"]
    assert contract["clauses"][2]["sums"] == [{"name": "月最低工资", "amount": 310_400}]
    assert [one.where for one in open_again] == ["rounds"]
    assert contract["signed_on"] is None


def test_a_contract_without_what_the_law_names_is_issued_only_knowingly(station: Working) -> None:
    talks_id = adopted(station)
    with db.reading() as session:
        vote = sources(session, talks_id).adopted
    assert vote is not None
    paper = Paper("wage_agreement", vote.id)

    for given in ({}, {"lacking_why": "双方同意"}, {"knowingly": "yes"}):
        with pytest.raises(Refused) as refused:
            issue(station, talks_id, paper, **given)
        assert {one.field for one in refused.value.problems} == {"knowingly", "lacking_why"} - set(given)
    with db.reading() as session:
        assert session.exec(select(Document)).all() == []


def test_a_paper_whose_rows_changed_may_be_issued_anew_and_the_first_stays(station: Working) -> None:
    talks_id = adopted(station)
    first = issue(station, talks_id, Paper("talks_representatives"))
    with db.transaction() as session:
        member = session.exec(select(TalksMember).where(TalksMember.name == "李强")).one()
        member.title = "装配车间班组长"
        session.add(member)
    with db.reading() as session:
        page = talks_papers_pages.page(session, talks_id, user=station["union"], now=NOW)
    listed = next(one for one in page.papers if one.kind == "talks_representatives")
    second = issue(station, talks_id, Paper("talks_representatives"))

    assert (listed.state, listed.issued[0].current) == ("ready", False)
    assert first.number != second.number
    with db.reading() as session:
        assert documents.stored(session, session.get_one(Document, first.id))


def test_of_two_issued_at_once_one_is_stored_and_a_change_in_between_stops_both(working: Working) -> None:
    talks_id = adopted(working)
    by, paper = working["union"], Paper("talks_request")

    def prepared() -> tuple[talks_papers.Prepared, press.Printed]:
        with db.transaction() as session:
            ready = talks_papers.prepare(session, talks_id, paper, {}, by=by, now=NOW)
        return ready, press.print_document(paper.kind, ready.record, created=NOW)

    def store(ready: talks_papers.Prepared, printed: press.Printed) -> None:
        with db.transaction() as session:
            talks_papers.store(session, ready, printed, by=by, now=NOW)

    one, two = prepared(), prepared()
    store(*one)
    with pytest.raises(Conflict):
        store(*two)
    deed(working, talks_id, "authority", now=NOW, authority="区人社局")
    with pytest.raises(talks.Stale):
        store(*two)
    with db.reading() as session:
        assert len(session.exec(select(Document)).all()) == 1


def test_hostile_names_print_as_text_or_are_named(station: Working) -> None:
    name = "<b>甲\u202e厂</b>&{{ 7*7 }}有限公司"
    with db.transaction() as session:
        row = negotiated(session, station.station.id, employer=name, union_name="={1+1}工会")
        firm = session.exec(select(TalksFirm).where(TalksFirm.talks_id == row.id)).one()
        firm.name = name
        record = made(session, row.id, Paper("talks_request"))
        row.union_name = "𮧵工会"
        gaps = talks_papers.make(sources(session, row.id), Paper("talks_request")).gaps
        talks_id = row.id
    assert (record["addressee"]["name"], record["sender"]["name"]) == ("<b>甲厂</b>&{{ 7*7 }}有限公司", "={1+1}工会")
    assert [one.where for one in gaps] == [""]
    with pytest.raises(Refused):
        issue(station, talks_id, Paper("talks_request"))


def test_a_refusal_prints_its_reason_and_talks_of_a_sector_their_firms(station: Working) -> None:
    with db.transaction() as session:
        refused = talks_make.talks(
            session, station.station.id, number="1", proposed_on=date(2026, 10, 12), received_on=date(2026, 10, 13),
            replied_on=date(2026, 10, 20), reply="refused", refusal_reason="现行合同尚未期满。",
        )  # fmt: skip
        record = made(session, refused.id, Paper("talks_reply"))
        sector = negotiated(session, station.station.id, employer="城厢区机械行业", unit="sector", contract="general")
        first = session.exec(select(TalksFirm).where(TalksFirm.talks_id == sector.id)).one()
        first.name, first.authorised = "甲厂", True
        session.add(TalksFirm(station_id=sector.station_id, talks_id=sector.id, name="乙厂", staff=30, authorised=False, position=1))
        session.flush()
        draft, letter = (made(session, sector.id, Paper(kind)) for kind in ("wage_agreement", "talks_request"))
    assert (record["reasons"], record["team"], record["refusal_law"][0]["article"]) == ("现行合同尚未期满。", [], "第十五条")
    assert (draft["scope_name"], draft["headcount"], draft["contract"]) == ("城厢区机械行业", 200, "general")
    assert [one["name"] for one in draft["firms"]] == ["甲厂"]
    assert [one["name"] for one in letter["firms"]] == ["甲厂", "乙厂"]


def test_the_public_page_tells_a_genuine_paper_from_an_altered_one(station: Working) -> None:
    document = issue(station, adopted(station), Paper("talks_request"))
    with db.reading() as session:
        found = [documents.verification(session, document.code, one) for one in ("", document.record_sha256, "0" * 64)]
        unknown = documents.verification(session, "ABCDEFGH23456789", document.record_sha256)
    assert [one.same for one in found] == [None, True, False]
    assert (found[0].kind, found[0].file_sha256) == ("talks_request", document.sha256)
    assert (unknown.found, unknown.same) == (False, None)


def test_another_station_finds_no_paper(station: Working) -> None:
    talks_id = adopted(station)
    with db.transaction() as session:
        stranger = make.user(session, "stranger", at=make.station(session, "XZ"))
    document = issue(station, talks_id, Paper("talks_request"))
    for act in (
        lambda session: talks_papers_pages.page(session, talks_id, user=stranger, now=NOW),
        lambda session: talks_papers.preview(session, talks_id, Paper("talks_reply"), user=stranger, now=NOW),
        lambda session: documents.content(session, document.id, user=stranger, now=NOW),
    ):
        with pytest.raises(NotFound), db.transaction() as session:
            act(session)
