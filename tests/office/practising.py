"""Runs of practice as they are stored: what a player played, sent move by move as the page sends it."""

from datetime import datetime

from mediation import db
from mediation.models.practice import PracticeRun
from mediation.models.user import User
from mediation.office import practice
from tests.domain.talks.practice.players import Player


def stored(player: Player, by: User, now: datetime) -> str:
    """Store a run that a player has played, without the waiting that a later move does too; return its id."""
    with db.transaction() as session:
        run_id = practice.begin(session, player.name, player.role, seed=player.seed, by=by, now=now).id
    waited = [nth for nth, move in enumerate(player.done[:-1]) if move.kind == "wait"]
    for move in (one for nth, one in enumerate(player.done) if nth not in waited):
        with db.transaction() as session:
            version = session.get_one(PracticeRun, run_id).version
            practice.move(session, run_id, move.kind, move.on, move.values, version=version, by=by, now=now)
    return run_id
