"""What lies in a case that was merged is shown with the one that goes on, may be pointed at there, and moves nowhere."""

from typing import Any

from sqlmodel import select

from mediation import db
from mediation.models.consent import Consent
from mediation.models.evidence import Evidence
from mediation.models.party import Party
from mediation.models.sitting import Offer, Sitting
from mediation.office import cases, duplicates_settle, evidence, merged_pages
from mediation.office.evidence import bundles
from mediation.office.evidence import lines as evidence_lines
from mediation.office.evidence import pages as evidence_pages
from mediation.office.papers import bound, bound_making, making
from tests.office.test_duplicates import settle, twice
from tests.office.working import LATER, Working

MODELS = (Evidence, Consent, Sitting, Offer)


def lie(working: Working, case_id: str) -> None:
    """Put a piece of evidence, a consent, a session and an offer into a case."""
    with db.transaction() as session:
        party = session.exec(select(Party).where(Party.case_id == case_id, Party.side == "applicant")).one()
        of: dict[str, Any] = {"station_id": party.station_id, "case_id": case_id}
        by = working["mediator"].id
        session.add_all([
            Evidence(
                kind="payslip", title="九月工资条", party_id=party.id, name="a.pdf", mime="application/pdf", size=1,
                sha256="0" * 64, pages=1, position=1, state="kept", given_at=LATER, noted_by=by, **of,
            ),
            Consent(party_id=party.id, about="mediation", agreed=True, way="phone", said_at=LATER, noted_at=LATER,
                    noted_by=by, **of),
            Sitting(nth=1, state="held", starts_at=LATER, mediator_id=by, made_at=LATER, made_by=by, **of),
            Offer(nth=1, side="respondent", amount=5000_00, made_at=LATER, noted_by=by, **of),
        ])  # fmt: skip


def rows(case_id: str) -> list[dict[str, Any]]:
    with db.reading() as session:
        return [
            one.model_dump() for model in MODELS for one in session.exec(select(model).where(model.case_id == case_id))
        ]


def seen(working: Working, case_id: str, who: str = "mediator") -> tuple[Any, ...]:
    """Return what the page of a case shows of those merged into it, and what a form there may point at."""
    with db.reading() as session:
        page = merged_pages.page(session, case_id, user=working[who], )
        head = cases.page(session, case_id, user=working[who], now=LATER).header
        told = [
            (c.number, [one.title for one in c.evidence or ()], len(c.consents), len(c.sittings), len(c.offers or ()))
            for c in page.cases
        ]
        return told, [number for _, number in head.took_over], [
            one.title for one in evidence.attachable(session, case_id, working[who])
        ]


def test_a_merged_case_is_seen_with_the_other_until_the_merge_is_undone(working: Working) -> None:
    early, late, pair = twice(working)
    lie(working, late)
    before = rows(late)
    assert (len(before), seen(working, early)) == (4, ([], [], []))

    settle(working, duplicates_settle.same, pair)

    assert seen(working, early) == (
        [("CH-2026-0002", ["九月工资条"], 1, 1, 1)], ["CH-2026-0002"], ["九月工资条（CH-2026-0002）"]
    )
    with db.reading() as session:
        page = evidence_pages.of_case(session, early, user=working["mediator"])
        assert (page.kept, [one.nth for one in page.merged]) == ((), [1])
        bound_too = [(one.nth, one.title) for one in evidence_lines.of_file(session, early, working["mediator"])]
        assert (bundles.state(page, "").files, bound_too) == (1, [(1, "九月工资条（CH-2026-0002）")])
        sources = making.open_sources(session, early, by=working["mediator"], now=LATER)
        plan = bound_making.plan(session, sources, user=working["mediator"])
        assert bound.state(sources, working["mediator"]).pieces == len(plan.leaves) == 1
        assert [one.mark for one in plan.leaves] == ["证据材料：九月工资条（CH-2026-0002）"]
        piece = before[0]["id"]
        assert evidence.attached(session, early, piece, working["mediator"]) == piece
    assert rows(early) == []

    settle(working, duplicates_settle.take_back, pair)

    assert (rows(late), rows(early), seen(working, early)) == (before, [], ([], [], []))
    assert seen(working, late)[2] == ["九月工资条"]
