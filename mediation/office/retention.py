"""What is kept how long: the nightly job drops what nobody needs any more, and nothing that still proves something.

A notice stays until it was read, and while its case or an escalation it tells of is open; a failed delivery stays
until somebody has looked after it. The history is never cleared.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.models.notice import AddressProof, Delivery, Notice
from mediation.models.once import FormTaken
from mediation.models.sweep import JobRun, SweepRun
from mediation.office import second_factor, sign_in, sign_in_half
from mediation.office.evidence import keeping

NOTICES: Final = timedelta(days=365)
"""Read notices prove that somebody was told: a year, the limitation of labour disputes, from the end of the matter."""
DELIVERIES: Final = timedelta(days=180)
"""Sent and cancelled mails and calls are a log of the network: at least six months (网络安全法 art. 21 (3))."""
SWEEPS: Final = timedelta(days=180)
"""Sweeps that found no fault: the same log; the last one stays, boards tell from it when it ran."""
SLOTS: Final = timedelta(days=30)
"""Slots of jobs only keep a job from running twice in one slot; no slot is longer than a day."""
FORMS: Final = timedelta(days=7)
"""A form that was sent: whoever finds it in a forgotten tab a week later has made something else of it since."""
CODES: Final = timedelta(days=1)
"""An address that nobody confirmed: its code is good for minutes, the codes of a day are counted by their mails."""


def clear_out(session: Session, *, now: datetime) -> dict[str, int]:
    """Delete what its time is over for; return how many rows of each kind went."""
    return {kind: clear(session, now=now) for kind, clear in CLEARED.items()}


def _notices(session: Session, *, now: datetime) -> int:
    """Notices about a case count from its close as well; one without a case names its escalation in its key."""
    over = now - NOTICES
    of_case = sa.exists().where(
        col(Case.id) == col(Notice.case_id), sa.or_(col(Case.closed_at).is_(None), col(Case.closed_at) >= over)
    )
    in_key = col(Notice.key).contains(sa.literal(":") + col(Escalation.id) + ":")
    raised = sa.exists().where(
        sa.or_(
            col(Escalation.case_id) == col(Notice.case_id), sa.and_(col(Notice.kind) == "escalation", in_key)
        ),
        sa.or_(col(Escalation.closed_at).is_(None), col(Escalation.closed_at) >= over),
    )
    return _gone(session, sa.delete(Notice).where(col(Notice.read_at) < over, ~of_case, ~raised))


def _deliveries(session: Session, *, now: datetime) -> int:
    """A delivery stays with the notice that it carried."""
    ended = col(Delivery.state).in_(("sent", "cancelled"))
    when = sa.func.coalesce(col(Delivery.sent_at), col(Delivery.due_at))
    told = sa.exists().where(col(Notice.delivery_id) == col(Delivery.id))
    return _gone(session, sa.delete(Delivery).where(ended, when < now - DELIVERIES, ~told))


def _sweeps(session: Session, *, now: datetime) -> int:
    last = sa.select(sa.func.max(col(SweepRun.ended_at))).where(col(SweepRun.state) == "done").scalar_subquery()
    whole = sa.cast(col(SweepRun.faults), sa.Text) == "[]"
    old = [col(SweepRun.ended_at) < now - SWEEPS, col(SweepRun.ended_at) < last]
    return _gone(session, sa.delete(SweepRun).where(col(SweepRun.state) == "done", whole, *old))


def _slots(session: Session, *, now: datetime) -> int:
    return _gone(session, sa.delete(JobRun).where(col(JobRun.begun_at) < now - SLOTS))


def _codes(session: Session, *, now: datetime) -> int:
    return _gone(session, sa.delete(AddressProof).where(col(AddressProof.asked_at) < now - CODES))


def _forms(session: Session, *, now: datetime) -> int:
    return _gone(session, sa.delete(FormTaken).where(col(FormTaken.at) < now - FORMS))


def _gone(session: Session, deleting: Any) -> int:
    done = session.execute(deleting, execution_options={"synchronize_session": False})
    return int(getattr(done, "rowcount", 0))


CLEARED: Final[Mapping[str, Callable[..., int]]] = {
    "sign-ins": sign_in.clear_out,
    "half sign-ins": sign_in_half.clear_out,
    "set-ups of a second factor": second_factor.clear_out,
    "address codes": _codes,
    "notices": _notices,
    "deliveries": _deliveries,
    "sweeps": _sweeps,
    "slots": _slots,
    "evidence that never arrived whole": keeping.clear_out,
    "sent forms": _forms,
}
