"""The search box: find the cases a user may see by the words kept of them (office/searchwords.py)."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, db, seals
from mediation.access import Reader, Scope
from mediation.access.acts import CASE_WIDE
from mediation.domain import identity, tokens
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.tokens import Phrase, Question
from mediation.domain.vocabulary import CLAIM_KINDS
from mediation.domain.worktime import day_begins
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.models.search import SearchText
from mediation.office import board
from mediation.office.records import CaseRow
from mediation.office.searchwords import WORDS

MOST: Final = 1000
"""So many of the cases logged last are put in order; pages write 999+ for more."""
A_PAGE: Final = 25
FEW: Final = 5000
"""No more cases than this are read one by one: quicker than sifting all that the words are in."""
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(9000, 1, 1)
"""Between these days an instant can be written in every zone; no case was logged outside."""
_PHONE: Final = re.compile(r"1\d{10}", re.ASCII)


@dataclass(frozen=True)
class Filters:
    """What narrows a search besides its words; None: anything."""

    state: str | None = None
    lead: str | None = None
    kind: str | None = None
    received_from: date | None = None
    received_until: date | None = None


@dataclass(frozen=True)
class Found:
    """One page of what was found; `total` counts no further than MOST."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int = 1
    pages: int = 1


def find(session: Session, typed: str, filters: Filters | None = None, *, user: Reader, page: int = 1) -> Found:
    """Return the cases that hold every word typed and none with `-` before it, the latest first.

    Without words, all cases that the filters leave. A whole ID number or phone number finds its person's cases.
    Raises Refused when nothing but unwanted words was typed.
    """
    access.require(user, "case.read")
    filters = filters or Filters()
    scope, asked = Scope(session, user), tokens.question(typed)
    if asked.unwanted and not asked.wanted:
        raise Refused(Problem(N_("请至少写一个要找的词；带减号的词只用来排除。"), field="q", value=typed))
    if filters.kind and asked.wanted:  # the words of the kind stand among a case's tokens, and sift quicker
        asked = replace(asked, wanted=(*asked.wanted, Phrase(tuple(tokens.tokens(CLAIM_KINDS[filters.kind][0])))))
    narrowed = [access.visible(user, Case), *_narrowed(filters)]
    found = sa.select(_matching(scope, typed, asked, narrowed).subquery().c.id)
    order = sa.select(col(Case.id)).where(col(Case.id).in_(found)).order_by(col(Case.received_at).desc(), col(Case.id))
    ids = list(session.execute(order.limit(MOST)).scalars())
    pages = max(1, -(-len(ids) // A_PAGE))
    page = min(max(page, 1), pages)
    shown = ids[(page - 1) * A_PAGE : page * A_PAGE]
    cases = {case.id: case for case in session.exec(select(Case).where(col(Case.id).in_(shown)))}
    return Found(board.case_rows(session, [cases[one] for one in shown]), len(ids), page, pages)


def _narrowed(filters: Filters) -> list[Any]:
    """Return the conditions of the filters on the table of cases."""
    found: list[Any] = []
    if filters.state:
        found.append(col(Case.state) == filters.state)
    if filters.lead:
        found.append(col(Case.lead) == filters.lead)
    if filters.received_from:
        found.append(col(Case.received_at) >= day_begins(max(filters.received_from, FIRST_DAY)))
    if filters.received_until:
        found.append(col(Case.received_at) < day_begins(min(filters.received_until, LAST_DAY) + timedelta(days=1)))
    if filters.kind:
        of_kind = sa.select(1).where(col(Claim.case_id) == col(Case.id), col(Claim.kind) == filters.kind)
        found.append(of_kind.exists())
    return found


def _matching(scope: Scope, typed: str, asked: Question, narrowed: list[Any]) -> Any:
    """Return the statement for the ids of at most MOST matching cases, those logged last."""
    if not asked.wanted:
        newest = col(Case.received_at).desc()
        return sa.select(col(Case.id).label("id")).where(*narrowed).order_by(newest).limit(MOST)
    number = _whole_number(typed)
    if number:
        digest = seals.digest(number)
        whose = sa.or_(col(Party.id_number_digest) == digest, col(Party.phone_digest) == digest)
        of_person = sa.select(col(Party.case_id)).where(whose)
        return sa.select(col(Case.id).label("id")).where(col(Case.id).in_(of_person), *narrowed).limit(MOST)
    few = _few(scope, narrowed)
    if few is not None:
        return sa.select(col(SearchText.case_id).label("id")).where(
            col(SearchText.case_id).in_(few), _read_through(asked)
        )
    if db.is_sqlite(scope.session):
        return _by_fts5(asked, narrowed)
    base: Any = sa.select(col(Case.id).label("id")).select_from(SearchText)
    return (
        base.join(Case, col(Case.id) == col(SearchText.case_id))
        .where(_by_tsvector(asked), *narrowed).order_by(col(SearchText.place).desc()).limit(MOST)
    )  # fmt: skip


def _few(scope: Scope, narrowed: list[Any]) -> list[str] | None:
    """Return the ids of the cases that are left before any word is looked for; None when they are more than FEW."""
    query = _of_desk(scope, narrowed)
    if query is None:
        query = sa.select(col(Case.id)).where(*narrowed)
    found = list(scope.session.execute(query.limit(FEW + 1)).scalars())
    return found if len(found) <= FEW else None


def _of_desk(scope: Scope, narrowed: list[Any]) -> Any:
    """Return the statement for the cases of a desk that has few referrals, which begins at these; else None.

    The case is looked up by EXISTS, or SQLite would go through all cases of the station.
    """
    desk = scope.user.desk
    if scope.user.role in CASE_WIDE or not desk:
        return None
    alive = col(Referral.desk) == desk, col(Referral.state).in_(ALIVE)
    if scope.count(Referral, *alive, most=FEW + 1) > FEW:
        return None
    seen = sa.select(1).where(col(Case.id) == col(Referral.case_id), *narrowed).correlate(Referral).exists()
    of_station = col(Referral.station_id).in_(scope.user.station_ids)
    return sa.select(col(Referral.case_id)).where(of_station, *alive, seen)


def _by_fts5(asked: Question, narrowed: list[Any]) -> Any:
    """Return the statement that goes through SQLite's full-text table, the latest first, and looks each case up.

    The case is looked up by EXISTS, not by a join: SQLite would go through all cases and look for each among the hits.
    """
    query = " AND ".join(map(_as_fts5, asked.wanted))
    query = f"({query})" + "".join(f" NOT {_as_fts5(one)}" for one in asked.unwanted)
    seen = (
        sa.select(1).select_from(SearchText).join(Case, col(Case.id) == col(SearchText.case_id))
        .where(col(SearchText.place) == WORDS.c.rowid, *narrowed).correlate(WORDS).exists()
    )  # fmt: skip
    places = (
        sa.select(WORDS.c.rowid).where(WORDS.c.search_words.match(query), seen)
        .order_by(WORDS.c.rowid.desc()).limit(MOST)
    )  # fmt: skip
    return sa.select(col(SearchText.case_id).label("id")).where(col(SearchText.place).in_(places))


def _whole_number(typed: str) -> str:
    """Return an ID number or phone number typed whole, as it is sealed; else nothing."""
    text = seals.normal(typed)
    return text if identity.id_number_fault(text) == "" or _PHONE.fullmatch(text) else ""


def _read_through(asked: Question) -> Any:
    """Return the condition on the stored tokens that reads row by row: for few rows."""
    text = " " + col(SearchText.tokens) + " "
    wanted = [text.contains(_as_text(one), autoescape=True) for one in asked.wanted]
    return sa.and_(*wanted, *(~text.contains(_as_text(one), autoescape=True) for one in asked.unwanted))


def _by_tsvector(asked: Question) -> Any:
    """Return the condition on PostgreSQL's full-text column."""
    query = " & ".join(map(_as_tsquery, asked.wanted))
    query += "".join(f" & !{_as_tsquery(one)}" for one in asked.unwanted)
    column: Any = sa.literal_column("search_text.words")
    return column.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), query))


def _as_text(phrase: Phrase) -> str:
    return " " + " ".join(phrase.tokens) + ("" if phrase.open_end else " ")


def _as_fts5(phrase: Phrase) -> str:
    words = " ".join(phrase.tokens)
    return f'"{words}"' + (" *" if phrase.open_end else "")


def _as_tsquery(phrase: Phrase) -> str:
    *first, last = phrase.tokens
    words = [*(f"'{one}'" for one in first), f"'{last}'" + (":*" if phrase.open_end else "")]
    return f"({' <-> '.join(words)})"
