"""Whether a session is recorded and whether others may listen: only with the noted consent of all who are there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.party import Party
from mediation.models.sitting import RECORDINGS, Attendance, Sitting
from mediation.office import consents
from mediation.office.sittings.holding import CAME, NOT_OPEN
from mediation.office.sittings.planning import found, record

RECORDING: Final = "recording"
IN_PUBLIC: Final = "open_session"
NOBODY: Final = N_("还没有登记谁到场，请先登记到场情况")
NO_RECORDING: Final = N_("不能录音录像：%(names)s 没有登记在案的同意，请先在“同意与邀请”中登记")
NOT_IN_PUBLIC: Final = N_("不能公开调解：%(names)s 没有登记在案的同意，请先在“同意与邀请”中登记")


def note(
    session: Session, sitting_id: str, recording: str, in_public: bool, *, by: Reader, now: datetime
) -> Sitting:  # fmt: skip
    """Note how a session that is being held is recorded, and whether others may listen.

    Raises Refused naming who is there without a standing consent, Conflict for a session that isn't open.
    """
    row, _ = found(session, sitting_id, "sitting.hold", by)
    if row.state != "open":
        raise Conflict(NOT_OPEN)
    if problems := faults(session, row, recording, in_public):
        raise Refused(problems)
    if (row.recording, row.in_public) != (recording, in_public):
        row.recording, row.in_public = recording, in_public
        session.add(row)
        fields = {"recording": recording, "in_public": "yes" if in_public else "no"}
        record(session, row, "sitting.record", by, now, fields)
    return row


def faults(session: Session, row: Sitting, recording: str, in_public: bool) -> list[Problem]:
    """Return why a session may not be recorded or held in public; its attendance is stored."""
    if recording not in RECORDINGS:
        return [Problem(N_("请选择一项"), "recording", recording[:20], ", ".join(RECORDINGS))]
    wanted = [("recording", RECORDING, NO_RECORDING)] if recording != "none" else []
    wanted += [("in_public", IN_PUBLIC, NOT_IN_PUBLIC)] if in_public else []
    there = _there(session, row) if wanted else []
    if wanted and not there:
        return [Problem(NOBODY, field) for field, *_ in wanted]
    said = consents.standing(session, row.case_id)
    problems = []
    for field, about, message in wanted:
        lacking = [one.name for one in there if (one.id, about) not in said or not said[one.id, about].agreed]
        if lacking:
            problems.append(Problem(message, field, params={"names": _named(lacking)}))
    return problems


def to_stop(session: Session, case_id: str) -> list[tuple[Sitting, list[Problem]]]:
    """Return the sessions held now that are recorded or public though somebody there hasn't agreed, or does no more."""
    query = select(Sitting).where(
        Sitting.case_id == case_id, Sitting.state == "open",
        sa.or_(col(Sitting.recording) != "none", col(Sitting.in_public)),
    )
    found = [(one, faults(session, one, one.recording, one.in_public)) for one in session.exec(query)]
    return [(row, problems) for row, problems in found if problems]


def _there(session: Session, row: Sitting) -> list[Party]:
    came = select(Attendance.party_id).where(Attendance.sitting_id == row.id, col(Attendance.state).in_(CAME))
    query = select(Party).where(col(Party.id).in_(came)).order_by(col(Party.side), col(Party.position))
    return list(session.exec(query))


def _named(names: Iterable[str]) -> str:
    return "、".join(names)
