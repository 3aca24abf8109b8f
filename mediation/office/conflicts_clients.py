"""A firm's own list of clients, their affiliates and former clients: sealed, for its own lawyers' eyes only."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain import names
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.docket import CLIENT_KINDS, FirmClient
from mediation.models.roster import Lawyer
from mediation.office import history
from mediation.office.conflicts_lawyers import lawyer_of
from mediation.office.records.duty import ClientRow, HitRecord, NameRecord

NAME_LENGTH = 160
MOST_AT_ONCE = 500
MOST_LISTED = 20_000
TABLE = "firm_client"


def listing(session: Session, *, user: Reader) -> tuple[ClientRow, ...]:
    """Return the list of the user's own firm, by name; raises Forbidden for an account that belongs to no lawyer."""
    lawyer = lawyer_of(session, user)
    access.require(user, "firm.clients", Facts(station_id=lawyer.station_id))
    rows = session.exec(Scope(session, user).select(FirmClient).where(FirmClient.firm_id == lawyer.firm_id)).all()
    shown = [
        ClientRow(one.id, one.kind, opened(one), opened(one, "affiliate_of"), one.until_on, one.added_at)
        for one in rows
    ]
    return tuple(sorted(shown, key=lambda one: (one.kind, one.name, one.id)))


def add(
    session: Session, lines: str, *, kind: str, affiliate_of: str = "", until: date | None = None, by: Reader,
    now: datetime,
) -> int:  # fmt: skip
    """Put names, one a line, on the list of the user's firm; return how many weren't there yet.

    Raises Refused for no name, one that is too long, too many at once, or an affiliate of nobody.
    """
    lawyer = lawyer_of(session, by)
    access.require(by, "firm.clients", Facts(station_id=lawyer.station_id))
    wanted = list(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))
    _check(wanted, kind, affiliate_of)
    known = {names.plain(opened(one)) for one in _rows(session, lawyer) if one.kind == kind}
    unknown = [name for name in wanted if names.plain(name) not in known]
    fresh = list({names.plain(name): name for name in reversed(unknown)}.values())[::-1]
    for name in fresh:
        row = FirmClient(
            station_id=lawyer.station_id, firm_id=lawyer.firm_id, kind=kind, name_sealed=b"", until_on=until,
            added_at=now, added_by=by.id,
        )  # fmt: skip
        row.name_sealed = seals.seal(name, table=TABLE, column="name", row=row.id)
        if affiliate_of.strip():
            row.affiliate_of_sealed = seals.seal(affiliate_of.strip(), table=TABLE, column="affiliate_of", row=row.id)
        session.add(row)
    _note(session, lawyer, "firm.client_add", by, now, {"kind": kind, "count": len(fresh)})
    return len(fresh)


def remove(session: Session, client_id: str, *, by: Reader, now: datetime) -> None:
    """Take one name off the list of the user's firm; NotFound for one of another firm."""
    row = Scope(session, by).get(FirmClient, client_id)
    lawyer = lawyer_of(session, by, row.station_id)
    access.require(by, "firm.clients", Facts(station_id=lawyer.station_id))
    session.delete(row)
    _note(session, lawyer, "firm.client_remove", by, now, {"kind": row.kind, "count": 1})


def match(session: Session, lawyer: Lawyer, shown: Iterable[NameRecord]) -> tuple[HitRecord, ...]:
    """Return what the list of the lawyer's firm says of the names, the surest first."""
    return matched(list_of(session, lawyer), shown)


def list_of(session: Session, lawyer: Lawyer) -> dict[str, ClientRow]:
    """Return the opened list of the lawyer's firm by id, to match many cases with it."""
    return {
        one.id: ClientRow(one.id, one.kind, opened(one), opened(one, "affiliate_of"), one.until_on, one.added_at)
        for one in _rows(session, lawyer)
    }


def matched(listed: dict[str, ClientRow], shown: Iterable[NameRecord]) -> tuple[HitRecord, ...]:
    """Return what an opened list says of the names."""
    found = names.hits([one.name for one in shown], {key: one.name for key, one in listed.items()})
    return tuple(
        HitRecord(name, listed[key].name, grade, listed[key].kind, listed[key].affiliate_of, listed[key].until_on)
        for name, key, grade in found
    )


def opened(row: FirmClient, column: str = "name") -> str:
    """Return a sealed text of an entry; the caller has made sure that its reader is of the firm."""
    sealed = getattr(row, f"{column}_sealed")
    return seals.open(sealed, table=TABLE, column=column, row=row.id) if sealed else ""


def _rows(session: Session, lawyer: Lawyer) -> list[FirmClient]:
    query = (
        select(FirmClient)
        .where(FirmClient.firm_id == lawyer.firm_id, FirmClient.station_id == lawyer.station_id)
        .order_by(col(FirmClient.added_at))
        .limit(MOST_LISTED)
    )
    return list(session.exec(query).all())


def _check(wanted: list[str], kind: str, affiliate_of: str) -> None:
    problems = []
    if not wanted:
        problems.append(Problem(N_("请填写名称，每行一个"), "lines"))
    if len(wanted) > MOST_AT_ONCE:
        problems.append(Problem(N_("一次最多 %(most)d 个，请分批填写"), "lines", params={"most": MOST_AT_ONCE}))
    problems += [
        Problem(N_("第 %(nth)d 行不是名称或过长"), "lines", name[:40], f"1–{NAME_LENGTH}", {"nth": nth})
        for nth, name in enumerate(wanted, 1)
        if len(name) > NAME_LENGTH or not names.plain(name)
    ][:5]
    if kind not in CLIENT_KINDS:
        problems.append(Problem(N_("请选择种类"), "kind", kind, ", ".join(CLIENT_KINDS)))
    if kind == "affiliate" and not affiliate_of.strip():
        problems.append(Problem(N_("请写明是哪个客户的关联单位"), "affiliate_of"))
    if len(affiliate_of) > NAME_LENGTH:
        problems.append(Problem(N_("过长：%(length)d 个字"), "affiliate_of", params={"length": len(affiliate_of)}))
    if problems:
        raise Refused(problems)


def _note(session: Session, lawyer: Lawyer, act: str, by: Reader, now: datetime, fields: dict[str, object]) -> None:
    history.record(
        session, station_id=lawyer.station_id, actor=by.id, act=act, subject=("firm", lawyer.firm_id), fields=fields,
        now=now,
    )  # fmt: skip
