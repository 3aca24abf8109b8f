"""Cases as a spreadsheet for the station's own use: what the supervisor may see, without identity and phone numbers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.office import history
from mediation.sheets import writing
from mediation.sheets.writing import Column, Table

BATCH: Final = 500
COLUMNS: Final = (
    Column("案号"), Column("收件日期", "day"), Column("案件来源"), Column("申请人"), Column("被申请人"),
    Column("人数", "number"), Column("纠纷类型"), Column("涉及金额", "money"), Column("主办单位"), Column("案件状态"),
    Column("处理结果"), Column("结案日期", "day"), Column("简要情况"),
)  # fmt: skip
"""Headings that `mediation import` reads again as the same fields."""

CHANNELS: Final = {
    "walk_in": "来访", "phone": "电话", "online": "网上", "police": "警情移交", "court": "法院委派",
    "arbitration": "仲裁引导", "union": "工会", "inspection": "劳动监察移交", "patrol": "巡查发现",
}  # fmt: skip
DESKS: Final = {"union": "工会", "judicial_office": "司法所", "police": "派出所", "law_firm": "律师事务所"}
OUTCOMES: Final = {
    "settled": "调解成功", "partly_settled": "部分达成协议", "not_settled": "未达成协议", "refused": "不同意调解",
    "withdrawn": "撤回申请", "out_of_scope": "不属受理范围", "transferred": "转其他部门", "other": "其他方式办结",
}  # fmt: skip
STATES: Final = {"open": "办理中", "closed": "已结案"}


def cases(
    session: Session, *, by: Reader, now: datetime, since: date | None = None, until: date | None = None
) -> bytes:
    """Return the cases received from `since` to `until` as an .xlsx file, and write down who took them."""
    check_days(since, until)
    stations = session.exec(Scope(session, by).select(Station).order_by(col(Station.code))).all()
    rows = list(_rows(session, by, stations, since, until))
    for station in stations:
        access.require(by, "ledger.export", Facts(station_id=station.id))
        history.record(
            session, station_id=station.id, actor=by.id, act="ledger.export", subject=("station", station.id),
            fields={"what": "cases", "from": since, "until": until, "rows": len(rows)}, now=now,
        )  # fmt: skip
    title = f"{'、'.join(station.name for station in stations)}案件（{_span(since, until)}）"
    return writing.write([Table("案件", title, COLUMNS, rows)], made_at=now)


def check_days(since: date | None, until: date | None) -> None:
    """Raise Refused for a span that ends before it begins."""
    if since and until and until < since:
        raise Refused(Problem(N_("截止日期早于起始日期"), field="until", value=until.isoformat(), allowed=f"≥ {since}"))


def _span(since: date | None, until: date | None) -> str:
    return f"{since or '最早'}至{until or '最近'}"


def _rows(
    session: Session, by: Reader, stations: Sequence[Station], since: date | None, until: date | None
) -> Iterator[tuple[Any, ...]]:
    query = Scope(session, by).select(Case).where(col(Case.station_id).in_([station.id for station in stations]))
    query = query.where(col(Case.merged_into).is_(None)).order_by(col(Case.received_on), col(Case.number))
    if since:
        query = query.where(col(Case.received_on) >= since)
    if until:
        query = query.where(col(Case.received_on) <= until)
    found = session.exec(query).all()
    for first in range(0, len(found), BATCH):
        batch = found[first : first + BATCH]
        parties, claims = _parties(session, batch), _claims(session, batch)
        for case in batch:
            yield _row(case, parties.get(case.id, []), claims.get(case.id, []))


def _row(case: Case, parties: Sequence[Party], claims: Sequence[Claim]) -> tuple[Any, ...]:
    amounts = [claim.amount for claim in claims if claim.amount is not None]
    return (
        case.number, case.received_on, CHANNELS[case.channel],
        "、".join(one.name for one in parties if one.side == "applicant"),
        "、".join(one.name for one in parties if one.side == "respondent"),
        case.workers, "、".join(CLAIM_WORDS[claim.kind] for claim in claims), sum(amounts) if amounts else None,
        DESKS[case.lead], STATES[case.state], OUTCOMES.get(case.outcome or ""), case.closed_on, case.summary,
    )  # fmt: skip


def _parties(session: Session, batch: Sequence[Case]) -> Mapping[str, list[Party]]:
    ids = [case.id for case in batch]
    found: dict[str, list[Party]] = {}
    for one in session.exec(select(Party).where(col(Party.case_id).in_(ids)).order_by(col(Party.position))):
        found.setdefault(one.case_id, []).append(one)
    return found


def _claims(session: Session, batch: Sequence[Case]) -> Mapping[str, list[Claim]]:
    ids = [case.id for case in batch]
    found: dict[str, list[Claim]] = {}
    for one in session.exec(select(Claim).where(col(Claim.case_id).in_(ids)).order_by(col(Claim.position))):
        found.setdefault(one.case_id, []).append(one)
    return found
