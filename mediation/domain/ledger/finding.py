"""Which sheet of a file is the ledger, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from mediation.domain.ledger import headings, sheet
from mediation.domain.ledger.grid import Sheet
from mediation.domain.ledger.sheet import ReadSheet
from mediation.domain.refusals import N_, Problem, Refused

NO_HEADING: Final = N_("没有找到表头：至少应有日期、申请人、用人单位、纠纷类型各列中的两列")
COLUMNS_WANTED: Final = N_("日期、申请人、用人单位、纠纷类型")


def understand(
    sheets: tuple[Sheet, ...],
    *,
    name: str,
    wanted: str | None = None,
    fields: Mapping[str, int] | None = None,
    today: date,
) -> ReadSheet:
    """Return what a file's ledger says: of the sheet `wanted`, else of the one that looks most like a ledger.

    Raises Refused where there is no such sheet, or none with a heading that can be a ledger's.
    """
    if not wanted:
        found = sheet.choose(sheets, hints=(name,))
        if found is None:
            raise Refused(Problem(NO_HEADING, field="ledger", value=name, allowed=COLUMNS_WANTED))
        return sheet.read(*found, today=today, fields=fields)
    named = next((one for one in sheets if one.name == wanted), None)
    if named is None:
        allowed = "、".join(one.name for one in sheets)
        raise Refused(Problem(N_("文件中没有这张表"), field="sheet", value=wanted, allowed=allowed))
    heading = headings.find(named, hints=(named.name, name))
    if heading is None:
        raise Refused(Problem(NO_HEADING, field="sheet", value=wanted, allowed=COLUMNS_WANTED))
    return sheet.read(named, heading, today=today, fields=fields)
