"""Whether an issued document still counts: a genuine file may be an older text, or one that nobody has signed yet."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session, col, select

from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.document import Document
from mediation.models.settlement import Settlement
from mediation.office.records import Said

REPLACED: Final = N_("这份协议已于 %(on)s 由 %(number)s 代替，现以后者为准。")
UNSIGNED: Final = N_("这是签署前的文本，没有签名；协议已于 %(on)s 签署生效，以签署本为准。")
NOT_IN_FORCE: Final = N_("这份协议还没有全部签署，没有生效。")
NEWER: Final = N_("之后就同一事项重新出具过：%(number)s，%(on)s；请核对应以哪一份为准。")


def standing(session: Session, document: Document, *, by_code: bool = False) -> Said | None:
    """Return what whoever holds a genuine document must know besides, None where nothing came after it. Names nobody.

    `by_code`: found by the code on the paper, which the text bears before and after it was signed.
    """
    if document.kind == "agreement" and document.settlement_id:
        said = _of_agreement(session, document, session.get_one(Settlement, document.settlement_id))
        return None if by_code and said is not None and said.message == UNSIGNED else said
    newer = session.exec(
        select(Document)
        .where(
            Document.kind == document.kind, Document.about == document.about, Document.case_id == document.case_id,
            Document.talks_id == document.talks_id, Document.settlement_id == document.settlement_id,
            col(Document.issued_at) > document.issued_at,
        )  # fmt: skip
        .order_by(col(Document.issued_at).desc())
    ).first()
    return Said(NEWER, {"number": newer.number, "on": station_day(newer.issued_at)}) if newer is not None else None


def _of_agreement(session: Session, document: Document, row: Settlement) -> Said | None:
    if row.replaced_on is not None:
        after = select(Settlement).where(Settlement.corrects == row.id, col(Settlement.effective_on).is_not(None))
        return Said(REPLACED, {"on": row.replaced_on, "number": session.exec(after).one().number})
    if row.effective_on is None:
        return Said(NOT_IN_FORCE)
    return Said(UNSIGNED, {"on": row.effective_on}) if document.signed_of is None else None
