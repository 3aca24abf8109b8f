"""However offers are made and taken back, the stored rows played again give the table that each act left."""

import contextlib
from datetime import timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from mediation import db
from mediation.domain.refusals import Refused
from mediation.domain.talks.offers import OTHER, SIDES, Offer, Table
from mediation.models.talks import Talks
from mediation.office import talks_rounds
from tests.office.talks.bargaining import AGENDA, NOW, form, offer, opened
from tests.office.working import Working

SPREAD = {"from": "2027-01-01", "until": "2027-12-31", "change": "{}", "amount": "{}00"}
CLAUSE = st.tuples(st.sampled_from(AGENDA[:3]), st.integers(30, 60), st.sampled_from(("keep", "keep", "keep", "", "A")))
STEP = st.tuples(
    st.sampled_from(SIDES), st.lists(CLAUSE, min_size=1, max_size=2), st.sampled_from(("make", "make", "whole", "undo"))
)


def filled(typed: dict[str, str], key: str, act: str, number: int, letter: str) -> dict[str, str]:
    """Return what a person changes in the fields of one clause."""
    names = [name for name in typed if name.startswith(f"{key}.")]
    if act == "emptied":
        changed = dict.fromkeys(names, "")
    elif act == "offer":
        known = {name: SPREAD.get(name.partition(".")[2], "") for name in names}
        changed = {name: text.format(number) for name, text in known.items() if text}
    else:
        changed = {key: act}
    return changed | ({} if letter == "keep" else {f"package.{key}": letter})


def possible(table: Table, key: str, side: str, number: int) -> str:
    """Return one of the acts that may be done to a clause; now and then one that may not."""
    state = table.clauses[key]
    if state.agreed:
        return "reopen"
    acts = ["accept"] * (OTHER[side] in state.bids) + ["withdraw"] * (side in state.bids) + ["offer", "emptied"]
    return acts[number % (len(acts) - (number % 7 > 0))]


def now_on(talks_id: str) -> Table:
    with db.reading() as session:
        return talks_rounds.play(session, session.get_one(Talks, talks_id)).now


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=5, max_size=9))
def test_the_rows_played_again_give_the_table(station: Working, steps: list) -> None:
    talks_id = opened(station)
    offer(station, talks_id, "workers", wage_level__change="5", minimum_pay__amount="3000")
    offer(station, talks_id, "employer", wage_level__change="-3", job_security__from="2027-01-01", job_security__until="2027-12-31")
    left = [now_on(talks_id)]
    done: list[Offer] = []
    for nth, (side, clauses, what) in enumerate(steps):
        now = NOW + timedelta(minutes=nth)
        if what == "undo" and len(left) > 1:
            with db.transaction() as session:
                talks_rounds.undo(session, talks_id, by=station["union"], now=now)
            left.pop()
        else:
            typed = form(station, talks_id, side, now=now)
            for key, number, letter in clauses if what == "make" else []:
                typed |= filled(typed, key, possible(now_on(talks_id), key, side, number), number, letter)
            typed |= {"whole.wage_level": "yes"} if what == "whole" else {}
            with contextlib.suppress(Refused):
                with db.reading() as session:
                    _, ready = talks_rounds.preview(session, talks_id, typed, by=station["union"], now=now)
                with db.transaction() as session:
                    talks_rounds.make(session, talks_id, typed, by=station["union"], now=now)
                left.append(ready.after)
                done.append(ready.offer)
        assert now_on(talks_id) == left[-1]
    for kind in ("clauses", "packages", "accepts", "withdraws", "reopens"):
        event(f"{kind}: {any(getattr(one, kind) for one in done)}")
