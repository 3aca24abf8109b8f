"""Keep the words of every case for the search box."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain import names, tokens
from mediation.domain.vocabulary import CLAIM_KINDS
from mediation.models.base import table_of
from mediation.models.case import Case
from mediation.models.search import SearchText
from mediation.office.book import Book
from mediation.office.casebook import open_book

BATCH: Final = 500
WORDS: Final = sa.table("search_words", sa.column("search_words"), sa.column("rowid"), sa.column("tokens"))
"""SQLite's full-text table; its column of its own name takes the questions."""


def index(session: Session, book: Book) -> None:
    """Keep the words of a case as it stands now."""
    keep(session, book.case, words_of(book))


def words_of(book: Book) -> str:
    """Return the tokens by which a case is found."""
    case = book.case
    people = [one.name for one in book.parties if one.kind == "person"]
    sounds = [sound for name in people for sound in _sounds(name)]
    kinds = [CLAIM_KINDS[one.kind][0] for one in book.claims]
    firms = [one.credit_code or "" for one in book.parties]
    return tokens.stored([case.number, *(one.name for one in book.parties), *firms, *kinds, case.summary, *sounds])


def index_new(session: Session, books: Sequence[Book]) -> None:
    """Keep the words of cases just logged, all at once."""
    rows = [
        {"station_id": one.case.station_id, "case_id": one.case.id, "tokens": words_of(one)} for one in books
    ]
    if not rows:
        return
    session.execute(sa.insert(table_of(SearchText)), rows)
    if db.is_sqlite(session):
        ids = [one.case.id for one in books]
        fresh = sa.select(col(SearchText.place), col(SearchText.tokens)).where(col(SearchText.case_id).in_(ids))
        session.execute(sa.insert(WORDS).from_select(["rowid", "tokens"], fresh))


def keep(session: Session, case: Case, text: str) -> None:
    """Store the tokens of a case, in the full-text table of SQLite too."""
    row = session.exec(select(SearchText).where(SearchText.case_id == case.id)).first()
    if row is not None and row.tokens == text:
        return
    lite = db.is_sqlite(session)
    if row is None:
        row = SearchText(station_id=case.station_id, case_id=case.id, tokens=text)
    elif lite:
        session.execute(sa.delete(WORDS).where(WORDS.c.rowid == row.place))
    row.tokens = text
    session.add(row)
    session.flush()
    if lite:
        session.execute(sa.insert(WORDS).values(rowid=row.place, tokens=text))


def _sounds(name: str) -> list[str]:
    """Return how a name is typed by its sound: in full and by its initials."""
    syllables = names.syllables(name)
    return ["".join(syllables), "".join(one[0] for one in syllables)] if syllables else []


def catch_up(*, most: int | None = None) -> int:
    """Index the cases that aren't yet, in transactions of BATCH; return how many there were."""
    done = 0
    while most is None or done < most:
        with db.transaction() as session:
            missing = (
                select(Case).outerjoin(SearchText, col(SearchText.case_id) == Case.id)
                .where(col(SearchText.place).is_(None)).order_by(col(Case.received_at), col(Case.id)).limit(BATCH)
            )  # fmt: skip
            cases = session.exec(missing).all()
            for case in cases:
                index(session, open_book(session, case))
        done += len(cases)
        if len(cases) < BATCH:
            return done
    return done


def forget(session: Session, case_ids: list[str]) -> None:
    """Take the words of cases out of SQLite's full-text table, which no key keeps in step; before their rows go."""
    if db.is_sqlite(session):
        places = sa.select(col(SearchText.place)).where(col(SearchText.case_id).in_(case_ids))
        session.execute(sa.delete(WORDS).where(WORDS.c.rowid.in_(places)))
