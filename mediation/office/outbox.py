"""The outbox: claim what is due, send it outside of any transaction, note what came of it; retry, then say so.

A row is sent by one sender: it is claimed and committed before anything leaves the house. A mail can only double if
a sender dies between the server's answer and the commit; its Message-ID is then the same.
"""

import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, Final, cast

import jinja2
import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from mediation import config, db, seals
from mediation.models.case import Case
from mediation.models.notice import Delivery, MailRoute, Webhook
from mediation.models.station import Station
from mediation.office import mailroom_letters, outbox_hook, willingness_gateway
from mediation.office.mailroom import Line, Server
from mediation.office.mailroom_lines import link, sentence
from mediation.office.outbox_faults import Undelivered

WAITS: Final = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 360))
"""How long to wait after each failed try; the try after the last wait is the last."""

MOST_TRIES: Final = len(WAITS) + 1
CLAIM: Final = timedelta(minutes=15)
"""A claim older than this belongs to a sender that died: longer than any mail may take."""

RUN_SECONDS: Final = 45.0
"""A run takes up no new mail after this; the next minute's run goes on."""

log = structlog.get_logger(__name__)


def send_due(now: datetime) -> int:
    """Send what is due at `now` and return how much went out; commits by itself, any number may run at once."""
    until, sent = time.monotonic() + RUN_SECONDS, 0
    with db.reading() as session:
        if session.execute(_due(now, sa.select(col(Delivery.id))).limit(1)).first() is None:
            return 0
    with _Sender(now) as sender:
        while time.monotonic() < until:
            claimed = _claim(now)
            if claimed is None:
                break
            sent += sender.send(claimed)
    return sent


class _Sender:
    """One run: keeps a line to each mail server open while it lasts."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._lines: dict[str, Line] = {}
        self._held = ExitStack()

    def __enter__(self) -> "_Sender":
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def send(self, claimed: Delivery) -> bool:
        """Try one delivery and note the outcome; tell whether it went out."""
        try:
            self._try(claimed)
        except Undelivered as fault:
            _note_failed(claimed, fault, self._now)
            return False
        _close(claimed, state="sent", sent_at=self._now, fault="")
        log.info("outbox.sent", delivery=claimed.id, channel=claimed.channel, tries=claimed.tries)
        return True

    def _try(self, claimed: Delivery) -> None:
        try:
            if claimed.channel == "webhook":
                call = _written_call(claimed, self._now)
            else:
                letter, server = self._written_letter(claimed)
        except (jinja2.TemplateError, LookupError, TypeError, ValueError) as fault:
            log.error("outbox.unwritten", delivery=claimed.id, fault=type(fault).__name__)
            raise Undelivered("program") from None
        if claimed.channel == "webhook":
            outbox_hook.send(call, now=self._now)
        else:
            self._line(claimed.station_id, server).post(letter.message, letter.to)

    def _written_letter(self, claimed: Delivery) -> tuple[mailroom_letters.Letter, Server]:
        with db.reading() as session:
            route = session.exec(
                select(MailRoute).where(MailRoute.station_id == claimed.station_id, col(MailRoute.active))
            ).first()
            if route is None:
                raise Undelivered("no_route")
            return mailroom_letters.letter(session, claimed, route, now=self._now), Server.of(route)

    def _line(self, station_id: str, server: Server) -> Line:
        if station_id not in self._lines:
            self._lines[station_id] = self._held.enter_context(Line(server))
        return self._lines[station_id]


def _due(now: datetime, query: Any) -> Any:
    """Narrow a query to what may be taken: queued and due, or claimed so long ago that its sender must have died."""
    state, claimed_at = col(Delivery.state), col(Delivery.claimed_at)
    free = sa.or_(state == "queued", sa.and_(state == "sending", claimed_at <= now - CLAIM))
    return query.where(state.in_(("queued", "sending")), col(Delivery.due_at) <= now, free)


def _claim(now: datetime) -> Delivery | None:
    """Take the oldest due row for this sender; commits, so that no other one takes it."""
    oldest = _due(now, select(Delivery)).order_by(col(Delivery.due_at), col(Delivery.id))
    while True:
        with db.transaction() as session:
            row = cast(Delivery | None, session.exec(oldest.limit(1).with_for_update(skip_locked=True)).first())
            if row is None:
                return None
            if row.tries < MOST_TRIES:
                row.state, row.claimed_at, row.tries = "sending", now, row.tries + 1
                session.add(row)
                return row
            row.state, row.fault = "failed", "sender_died"
            session.add(row)


def _note_failed(claimed: Delivery, fault: Undelivered, now: datetime) -> None:
    """Queue the delivery again with a longer wait, or give it up; a mail nobody needs any more is cancelled."""
    log.warning("outbox.failed", delivery=claimed.id, channel=claimed.channel, tries=claimed.tries, fault=fault.code)
    if fault.code in ("address_gone", "outdated"):
        _close(claimed, state="cancelled", fault=fault.code)
    elif fault.permanent or claimed.tries >= MOST_TRIES:
        _close(claimed, state="failed", fault=fault.code)
    else:
        _close(claimed, state="queued", fault=fault.code, due_at=now + WAITS[claimed.tries - 1])


def _close(claimed: Delivery, **outcome: Any) -> None:
    """Note the outcome, unless the claim was taken over meanwhile: then the other sender's outcome counts."""
    mine = sa.update(Delivery).where(
        col(Delivery.id) == claimed.id, col(Delivery.state) == "sending", col(Delivery.tries) == claimed.tries
    )
    with db.transaction() as session:
        changed = session.execute(mine.values(claimed_at=None, **outcome))
        if not cast(Any, changed).rowcount:
            log.warning("outbox.claim_lost", delivery=claimed.id)


def _written_call(claimed: Delivery, now: datetime) -> outbox_hook.Call:
    """Write what the office messenger is told: case number, link, level, and a sentence that names nobody.

    A question to a party goes to the station's voice gateway instead.
    """
    with db.reading() as session:
        if claimed.template == "inquiry":
            return willingness_gateway.written_call(session, claimed, now)
        hook = session.exec(
            select(Webhook).where(Webhook.station_id == claimed.station_id, col(Webhook.active))
        ).first()
        if hook is None:
            raise Undelivered("hook.gone", permanent=True)
        return outbox_hook.Call(hook.url, claimed.key, call_body(session, claimed), hook_secret(hook))


def hook_secret(hook: Webhook) -> str:
    """Return the secret that signs the calls."""
    return seals.open(hook.secret_sealed, table="webhook", column="secret", row=hook.id)


def call_body(session: Session, claimed: Delivery) -> dict[str, Any]:
    """Return the body of a call."""
    said, case = claimed.params, session.get(Case, claimed.params.get("case_id") or "")
    number = case.number if case else ""
    language = config.settings().language
    return {
        "station": session.get_one(Station, claimed.station_id).code,
        "kind": said["kind"],
        "level": said["level"],
        "case": number,
        "link": link(said["target"]),
        "text": sentence(said["kind"], said["message"], said["params"], number, language),
    }
