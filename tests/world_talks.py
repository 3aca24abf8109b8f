"""The rows of the world (tests/world.py) that belong to wage talks."""

from typing import Any

from sqlmodel import Session

from mediation import seals
from mediation.domain.talks.wagetable import paste
from mediation.models.case import Case
from mediation.models.document import Document, DocumentContent
from mediation.models.escalation import Escalation
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksAlarm, TalksCase, TalksClock, TalksFirm, TalksMember, TalksStep
from mediation.models.talks_end import Ballot, BallotCode, Promise, PromiseSign, TalksFiling, TalksVote
from mediation.models.talks_table import TalksAsk, TalksNote, TalksOffer, TalksSession, WageTable, WhatIfPlan
from mediation.models.user import User
from mediation.office import history, talks_wages
from tests.make import NOW

TODAY = NOW.date()
PLAN = {
    "change": "-3", "months": "12", "promise": "yes", "left_on": "2026-11-30", "leavers[0].staff_group": "一线",
    "leavers[0].leaving": "40", "leavers[0].hired_on": "2018-12-01", "table": 1,
}  # fmt: skip


def talks_rows(session: Session, case: Case, made_by: User) -> None:
    """Add one round of talks to a case's station, called after the case, with a row of every table."""
    station: dict[str, Any] = {"station_id": case.station_id}
    talks = Talks(
        id=case.id.replace("case", "talks"), employer="城厢建筑公司", received_on=TODAY, reply_by=TODAY,
        stage="requested", made_at=NOW, **station,
    )  # fmt: skip
    session.add(talks)
    session.flush()
    of = {**station, "talks_id": talks.id}
    session.add_all([
        TalksFirm(name="城厢建筑公司", **of), TalksCase(case_id=case.id, **of),
        TalksMember(side="workers", name="方主席", chosen="office", since=TODAY, **of),
        TalksClock(clock="talks.reply", number="N02", place="shanghai", title={"zh": "答复"}, who="other_side",
                   force="hard", verified="V", trigger="received_on", trigger_on=TODAY, safe_on=TODAY, rulebook="x", **of),
        TalksAlarm(station_id=case.station_id, spot="firm", key="城厢建筑公司", name="城厢建筑公司", raised_at=NOW, cases=10, least=10, days=365),
        TalksStep(step="guidance", taken_on=TODAY, noted_at=NOW, **of), TalksSession(number=1, on=TODAY, noted_at=NOW, **of),
        TalksAsk(asked="employer", asked_on=TODAY, what="上年度工资总额", **of),
        TalksOffer(position=1, round=1, side="workers", made_on=TODAY, clauses={"wage_level": {"change": 300}}, noted_at=NOW, **of),
        _note(side="workers", **of), _note(side="employer", noted_by=made_by.id, **of),
        _wages(of), WhatIfPlan(id=case.id.replace("case", "plan"), title="降薪不裁员", typed=PLAN, made_at=NOW, **of),
        TalksFiling(number=1, authority="区人社局", received_on=TODAY, noted_at=NOW, **of),
    ])  # fmt: skip
    vote = TalksVote(number=1, on=TODAY, delegates=30, **of)
    promise = Promise(clause="no_dismissal", kind="no_dismissal", wording="不裁员", starts_on=TODAY, until=TODAY, changed_at=NOW, **of)
    session.add_all([vote, promise])
    session.flush()
    session.add(PromiseSign(promise_id=promise.id, case_id=case.id, day=TODAY, kind="severance", found_at=NOW, **of))
    session.add(BallotCode(digest=f"code-{vote.id}", vote_id=vote.id, **station))
    session.add(Ballot(vote_id=vote.id, **station))
    session.add(
        Escalation(
            subject_kind="talks", subject=talks.id, rule="escalation.talks_reply", level=1, raised_at=NOW,
            rulebook="sha256:0", **station,
        )  # fmt: skip
    )
    _papers(session, of)


def _wages(of: dict[str, Any]) -> WageTable:
    lines = paste("类别,人数,月工资\n一线,200,8000\n后勤,20,2800\n")
    table = WageTable(number=1, on=TODAY, lines_sealed=b"", heads=220, groups=2, made_at=NOW, **of)
    table.lines_sealed = talks_wages.sealed(lines, table.id)
    return table


def _note(**given: Any) -> TalksNote:
    note = TalksNote(text_sealed=b"", noted_at=NOW, **given)
    note.text_sealed = seals.seal("底线", table="talks_note", column="text", row=note.id)
    return note


def _papers(session: Session, of: dict[str, Any]) -> None:
    paper = Document(
        kind="talks_request", number=f"{of['talks_id']}-1", code=f"code-{of['talks_id']}", sha256="x",
        record_sha256="x", template="x", size=1, issued_at=NOW, **of,
    )  # fmt: skip
    session.add(paper)
    session.flush()
    session.add(DocumentContent(document_id=paper.id, sealed=b"x", **of))
    subject = ("talks", of["talks_id"])
    history.record(session, station_id=of["station_id"], actor="x", act="talks.open", subject=subject, now=NOW)


def notes(session: Session, station: Station, authors: list[tuple[str, User]]) -> None:
    """Add private notes of a station's talks by their authors."""
    for side, author in authors:
        of = {"station_id": station.id, "talks_id": f"talks-{station.code}1"}
        session.add(_note(side=side, noted_by=author.id, **of))
