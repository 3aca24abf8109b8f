"""Changed rules for the tests: the station's own files, amended where a test says so."""

from datetime import datetime, timedelta

from mediation import db
from mediation.models.rulebook import RuleDraft
from mediation.office import rule_drafts, rule_versions, rules
from mediation.office.rule_drafts import Proposal
from tests.checkout import ROOT
from tests.make import NOW
from tests.office.working import Working

GROUP = "routing/group.yaml"
PERIOD = "deadlines/mediation.yaml"


def text_of(path: str) -> str:
    """Return a file of the station's rules as it is."""
    return (ROOT / "rules" / path).read_text("utf-8")


def smaller_groups() -> dict[str, str | None]:
    """Let a group begin with five workers instead of ten; routing and flags of cases with five to nine move."""
    head, mark, tail = text_of(GROUP).partition("id: routing.repeat_employer")
    for old, new in (("at_least: 10}", "at_least: 5}"), ("workers: 9}", "workers: 4}"), ("workers: 10}", "workers: 5}")):
        head = head.replace(old, new)
    return {GROUP: head + mark + tail}


def drafted(working: Working, files: dict[str, str | None], *, title: str = "草案", now: datetime = NOW) -> str:
    """Make a draft and return its id."""
    with db.transaction() as session:
        row = rule_drafts.make(session, Proposal(title, "rule", files), by=working["supervisor"], now=now)
        assert row.faults == [], row.faults
        return row.id


def published(working: Working, draft_id: str, *, now: datetime) -> RuleDraft:
    """Publish a rehearsed draft."""
    with db.transaction() as session:
        rule_versions.publish(session, draft_id, by=working["supervisor"], now=now)
        row = session.get_one(RuleDraft, draft_id)
    rules.look_now()
    return row


def soon(now: datetime) -> datetime:
    """Return an instant by which every process goes by what was published at `now`."""
    return now + timedelta(minutes=1)
