"""The search box: find the cases a user may see by the words kept of them (office/searchwords.py)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, db, seals
from mediation.access import Reader, Scope
from mediation.access.acts import CASE_WIDE
from mediation.domain import identity, tokens
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.tokens import Phrase, Question
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
"""A desk with no more cases than this has them read one by one: quicker than sifting all that the words are in."""
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
    scope, asked = Scope(session, user), tokens.question(typed)
    if asked.unwanted and not asked.wanted:
        raise Refused(Problem(N_("请至少写一个要找的词；带减号的词只用来排除。"), field="q", value=typed))
    narrowed = [access.visible(user, Case), *_narrowed(filters or Filters())]
    ids = _matching(scope, typed, asked, narrowed)
    total = int(session.execute(sa.select(sa.func.count()).select_from(ids.subquery())).scalar_one())
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 1), pages)
    query = (
        select(Case).where(col(Case.id).in_(sa.select(ids.subquery().c.id)))
        .order_by(col(Case.received_at).desc(), col(Case.id)).limit(A_PAGE).offset((page - 1) * A_PAGE)
    )  # fmt: skip
    return Found(board.case_rows(session, list(session.exec(query).all())), total, page, pages)


def _narrowed(filters: Filters) -> list[Any]:
    """Return the conditions of the filters on the table of cases."""
    found: list[Any] = []
    if filters.state:
        found.append(col(Case.state) == filters.state)
    if filters.lead:
        found.append(col(Case.lead) == filters.lead)
    if filters.received_from:
        found.append(col(Case.received_on) >= filters.received_from)
    if filters.received_until:
        found.append(col(Case.received_on) <= filters.received_until)
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
    has = _has_words(asked, lite=db.is_sqlite(scope.session), few=_sees_few(scope))
    base: Any = sa.select(col(Case.id).label("id")).select_from(SearchText)
    return (
        base.join(Case, col(Case.id) == col(SearchText.case_id))
        .where(has, *narrowed).order_by(col(SearchText.place).desc()).limit(MOST)
    )  # fmt: skip


def _whole_number(typed: str) -> str:
    """Return an ID number or phone number typed whole, as it is sealed; else nothing."""
    text = seals.normal(typed)
    return text if identity.id_number_fault(text) == "" or _PHONE.fullmatch(text) else ""


def _sees_few(scope: Scope) -> bool:
    """Tell whether the user is at a desk with FEW cases or fewer."""
    desk = scope.user.desk
    if scope.user.role in CASE_WIDE or not desk:
        return False
    alive = col(Referral.desk) == desk, col(Referral.state).in_(ALIVE)
    return scope.count(Referral, *alive, most=FEW + 1) <= FEW


def _has_words(asked: Question, *, lite: bool, few: bool) -> Any:
    """Return the condition on the stored tokens, in the words of the database, or by reading row by row for a few."""
    if few:
        text = " " + col(SearchText.tokens) + " "
        wanted = [text.contains(_as_text(one), autoescape=True) for one in asked.wanted]
        return sa.and_(*wanted, *(~text.contains(_as_text(one), autoescape=True) for one in asked.unwanted))
    if lite:
        query = " AND ".join(map(_as_fts5, asked.wanted))
        query = f"({query})" + "".join(f" NOT {_as_fts5(one)}" for one in asked.unwanted)
        return col(SearchText.place).in_(sa.select(WORDS.c.rowid).where(WORDS.c.search_words.match(query)))
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
