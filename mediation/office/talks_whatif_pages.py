"""The form for a comparison with dismissals: the offers it may rest on, and the groups people may leave."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import Conflict
from mediation.office import talks_costing, talks_costing_pages, talks_pages, talks_wages
from mediation.office import talks_whatif_typed as typed
from mediation.office.records.talks_costing import OfferChoice, WhatIfForm
from mediation.office.talks_whatif import NO_TABLE


def form(session: Session, talks_id: str, *, user: Reader, now: datetime) -> WhatIfForm:
    """Return what the form offers; raises Conflict where no wage table is kept yet."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    table = talks_wages.version_of(session, row)
    if table is None:
        raise Conflict(NO_TABLE)
    heads: dict[str, int] = {}
    for one in talks_wages.lines_of(table):
        heads[one.group] = heads.get(one.group, 0) + one.heads
    choices = [OfferChoice(typed.TYPED, typed.OWN, None, True)]
    choices += [OfferChoice(one.key, one.label, one.made_on, False) for one in talks_costing.options(session, row)]
    shown = talks_costing_pages.version(talks_wages.versions(session, row), table)
    return WhatIfForm(frame, shown, tuple(choices), tuple(heads.items()))
