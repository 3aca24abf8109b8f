"""Papers made of what one side said alone, and of the list of a group's workers."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.group import GroupWorker
from mediation.office.papers import Paper, making, pages
from tests.office.papers.dossier import CAUCUS, NOW, Dossier
from tests.office.papers.test_papers import dossier, sources_of

__all__ = ["dossier"]


def test_what_was_spoken_with_one_side_alone_in_a_joint_session_has_a_record_of_its_own(dossier: Dossier) -> None:
    with db.reading() as session:
        sources = sources_of(session, dossier)
        page = pages.page(session, dossier.case_id, user=dossier.mediator, now=NOW)
        talks = [one for one in making.papers(sources) if one.kind == "interview_record"]
        made = making.made_of(sources, Paper("interview_record", dossier.ids["apart"]))

    assert [one.about for one in talks] == [dossier.ids["apart"], dossier.ids["alone"]]
    assert not made.gaps
    assert (made.record["role"], made.record["began_at"], made.record["ended_at"]) == ("申请人", "14:30", "14:50")
    assert [one["text"] for one in made.record["entries"]] == [CAUCUS]
    line = next(one for one in page.papers if one.about == dossier.ids["apart"])
    assert line.subject is not None
    assert line.subject.params["nth"] == 1


def test_the_application_of_a_group_lists_its_workers_and_whom_they_elected(dossier: Dossier) -> None:
    with db.transaction() as session:
        of = {"station_id": session.get_one(Case, dossier.case_id).station_id, "case_id": dossier.case_id}
        for nth in range(12):
            state = "left" if nth == 4 else "joined"
            session.add(GroupWorker(**of, position=nth, name=f"工人{nth}", claimed=100 + nth, state=state))

    with db.reading() as session:
        before = making.made_of(sources_of(session, dossier), Paper("application"))
    with db.transaction() as session:
        for row in session.exec(select(GroupWorker).where(GroupWorker.position < 3)):
            row.elected, row.elected_on = True, date(2026, 11, 15)
            session.add(row)
    with db.reading() as session:
        after = making.made_of(sources_of(session, dossier), Paper("application"))

    assert "没有登记推举的代表" in [one.what.message for one in before.blanks]
    assert [one["name"] for one in after.record["listed"]] == [f"工人{nth}" for nth in range(12) if nth != 4]
    assert [one["place"] for one in after.record["listed"]] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert [one["name"] for one in after.record["listed"] if one["elected"]] == ["工人0", "工人1", "工人2"]
    assert after.record["elected_on"] == "2026-11-15"
    assert not after.gaps
    assert "没有登记推举的代表" not in [one.what.message for one in after.blanks]
