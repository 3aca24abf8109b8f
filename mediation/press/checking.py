"""Check a record against the shape of its document and the characters of the fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from mediation.domain.refusals import N_, Problem
from mediation.press.fonts import missing_characters
from mediation.press.records import RECORDS
from mediation.press.records_case_after import AFTER_RECORDS
from mediation.press.records_case_file import FILE_RECORDS
from mediation.press.records_case_intake import INTAKE_RECORDS
from mediation.press.records_case_meeting import MEETING_RECORDS as CASE_MEETING_RECORDS
from mediation.press.records_claims import CLAIM_RECORDS
from mediation.press.records_duty import DUTY_RECORDS
from mediation.press.records_evidence import EVIDENCE_RECORDS
from mediation.press.records_figures import FIGURE_RECORDS
from mediation.press.records_packet import PACKET_RECORDS
from mediation.press.records_proof import PROOF_RECORDS
from mediation.press.records_risk import RISK_RECORDS
from mediation.press.records_rulebook import RULEBOOK_RECORDS
from mediation.press.records_talks import LETTER_RECORDS
from mediation.press.records_talks_contract import CONTRACT_RECORDS
from mediation.press.records_talks_meeting import MEETING_RECORDS
from mediation.press.refusals import GlyphMissing, RecordInvalid

KNOWN = {
    **RECORDS, **PROOF_RECORDS, **CLAIM_RECORDS, **DUTY_RECORDS, **FIGURE_RECORDS, **RISK_RECORDS,
    **LETTER_RECORDS, **MEETING_RECORDS, **CONTRACT_RECORDS, **RULEBOOK_RECORDS, **EVIDENCE_RECORDS,
    **INTAKE_RECORDS, **CASE_MEETING_RECORDS, **AFTER_RECORDS, **FILE_RECORDS, **PACKET_RECORDS,
}  # fmt: skip

_REASONS = {
    "missing": "缺少必填内容",
    "extra_forbidden": "文书没有这一栏",
    "string_too_short": "不能为空",
    "string_too_long": "最多 {max_length} 个字",
    "string_pattern_mismatch": "格式不符",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "greater_than": "须大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "literal_error": "只能是 {expected}",
    "int_type": "须为整数",
    "bool_type": "须为是或者否",
    "date_from_datetime_parsing": "不是有效的日期",
    "date_type": "不是有效的日期",
}
"""What pydantic's own complaints say to the reader of a document; the records' own are Chinese already."""


def checked(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record in full, defaults filled in, days as ISO text.

    Raises RecordInvalid naming every wrong field, GlyphMissing for the first field that can't be shown.
    """
    if kind not in KNOWN:
        allowed = "、".join(KNOWN)
        raise RecordInvalid(Problem(N_("没有这种文书的打印模板"), field="kind", value=kind, allowed=allowed))
    try:
        full = KNOWN[kind].model_validate(record)
    except ValidationError as fault:
        raise RecordInvalid(_problem(error) for error in fault.errors(include_url=False)) from fault
    plain = full.model_dump(mode="json")
    for field, text in _texts(plain):
        if missing := missing_characters(text):
            raise GlyphMissing(missing, field=field)
    return plain


def _problem(error: Any) -> Problem:
    field = ".".join(str(part) for part in error["loc"])
    reason = _REASONS.get(error["type"], "").format(**error.get("ctx", {}))
    reason = reason or str(error["msg"]).removeprefix("Value error, ")
    value = "" if isinstance(error["input"], dict | list | tuple) else str(error["input"])[:80]
    return Problem(N_("文书数据有误：%(reason)s"), field=field, value=value, params={"reason": reason})


def _texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{field}.{key}" if field else key)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _texts(item, f"{field}.{place}")
