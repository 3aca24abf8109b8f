"""Who acts for a party: written authority, its scope and time; the station's own lawyers act for no side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain import names
from mediation.domain.partyform import SEALED
from mediation.domain.reading import Reader as FormReader
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.chain import AUTHORITIES, CAPACITIES, POWERS, Representative
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.roster import Firm, Lawyer
from mediation.office import evidence, history
from mediation.office.casebook import facts_of
from mediation.office.people.lines import agent_line

FIRST_DAY: Final = date(1980, 1, 1)
LAST_DAY: Final = date(2200, 1, 1)
OF_FIRMS: Final = frozenset({"staff", "legal_representative"})
OF_PEOPLE: Final = frozenset({"kin", "colleague", "guardian"})
ADVOCATES: Final = frozenset({"lawyer", "legal_worker"})
AUTHORITY_PAPER: Final = "power_of_attorney"
STATION_LAWYER: Final = N_(
    "%(name)s是本站驻站律师或者驻站律所的人员，不能代理本案任何一方；请当事人另行委托律师，或者申请法律援助"
)
BOTH_SIDES: Final = N_("%(name)s已在本案代理对方，同一人不能代理双方")


@dataclass(frozen=True)
class Said:
    """What a form says of a representative."""

    plain: Mapping[str, Any]
    numbers: Mapping[str, str]


def add(session: Session, party_id: str, data: Mapping[str, Any], *, by: Reader, now: datetime) -> Representative:
    """Note who acts for a party. Raises Refused for the faults of the form, and for whoever may not act for a side."""
    party, case = party_of(session, party_id, by)
    if party.left_on is not None:
        raise Conflict(N_("该当事人已经退出本案，请刷新页面查看。"))
    said = read(session, party, data, by, now)
    row = Representative(
        station_id=case.station_id, case_id=case.id, party_id=party.id, noted_at=now, noted_by=by.id, **said.plain
    )
    enter_numbers(row, said.numbers)
    session.add(row)
    session.flush()
    fields = {"side": party.side, "capacity": row.capacity, "authority": row.authority, "powers": "、".join(row.powers)}
    record(session, row, "representative.add", fields, by, now)
    return row


def end(session: Session, row_id: str, why: str, *, by: Reader, now: datetime) -> Representative:
    """Note that an authority is over from today on: revoked, given up, or wrongly noted."""
    row = Scope(session, by).get(Representative, row_id)
    party_of(session, row.party_id, by)
    if row.ended_on is not None or row.replaced_at is not None:
        raise Conflict(N_("该授权已经终止，请刷新页面查看。"))
    why = why.strip()
    if not why or len(why) > 200:
        raise Refused(Problem(N_("请写明终止的原因（不超过 200 字）"), "ended_why", why[:40]))
    row.ended_on, row.ended_why = station_day(now), why
    session.add(row)
    record(session, row, "representative.end", {"capacity": row.capacity}, by, now)
    return row


def put_on_file(
    session: Session, row_id: str, *, evidence_id: str = "", document_id: str = "", by: Reader, now: datetime
) -> Representative:
    """Say which evidence or issued paper is the written authority. Raises Refused where neither was chosen."""
    row = Scope(session, by).get(Representative, row_id)
    party_of(session, row.party_id, by)
    if row.ended_on is not None or row.replaced_at is not None:
        raise Conflict(N_("该授权已经终止，请刷新页面查看。"))
    if not evidence_id and not document_id:
        raise Refused(Problem(N_("请选择授权委托书：证据中的扫描件，或者本案出具的文书"), "evidence_id"))
    row.evidence_id = _evidence(session, row.case_id, evidence_id, by) or row.evidence_id
    row.document_id = _document(session, row.case_id, document_id, by) or row.document_id
    session.add(row)
    record(session, row, "representative.written", {"capacity": row.capacity}, by, now)
    return row


def unmask(session: Session, row_id: str, column: str, *, reason: str, by: Reader, now: datetime) -> str:
    """Open one sealed number of a representative for the user and write down who looked and why."""
    row = Scope(session, by).get(Representative, row_id)
    case = Scope(session, by).get(Case, row.case_id)
    access.require(by, "case.unmask", facts_of(session, case))
    sealed = getattr(row, f"{column}_sealed") if column in SEALED else None
    if sealed is None:
        raise NotFound(N_("没有登记这个号码。"))
    fields = {"column": column, "reason": reason}
    history.record(
        session, station_id=case.station_id, actor=by.id, act="case.unmask", subject=("representative", row.id),
        case_id=case.id, fields=fields, now=now,
    )  # fmt: skip
    return seals.open(sealed, table="representative", column=column, row=row.id)


def party_of(session: Session, party_id: str, by: Reader) -> tuple[Party, Case]:
    """Return a party for which the user may say who acts, and its case; raises NotFound, Forbidden, Conflict."""
    scope = Scope(session, by)
    party = scope.get(Party, party_id)
    case = scope.get(Case, party.case_id)
    access.require(by, "party.edit", facts_of(session, case))
    if case.merged_into is not None:
        raise Conflict(N_("本案已并入别的案件，请在该案办理。"))
    return party, case


def read(session: Session, party: Party, data: Mapping[str, Any], by: Reader, now: datetime) -> Said:
    """Return what a form says of who acts for a party; raises Refused for its faults and who may not act for a side."""
    said = _read(data, party, now)
    papers = {
        "evidence_id": _evidence(session, party.case_id, str(data.get("evidence_id") or ""), by),
        "document_id": _document(session, party.case_id, str(data.get("document_id") or ""), by),
    }
    plain = {**said.plain, **papers}
    _apart(session, party, plain["name"], plain["capacity"], plain["office"], station_day(now))
    return Said(plain, said.numbers)


def enter_numbers(row: Representative, numbers: Mapping[str, str]) -> None:
    """Seal numbers into an entry; those not given stay as they are."""
    for name, text in numbers.items():
        shut = seals.close(text, table="representative", column=name, row=row.id)
        for part, value in zip(("sealed", "digest", "tail"), shut, strict=True):
            setattr(row, f"{name}_{part}", value)


def _read(data: Mapping[str, Any], party: Party, now: datetime) -> Said:
    reader = FormReader(now=now)
    row = reader.mapping(dict(data), "")
    plain: dict[str, Any] = {
        "name": row.text("name", required=True, most=80), "office": row.text("office", most=120) or "",
        "capacity": row.choice("capacity", CAPACITIES, required=True),
        "authority": row.choice("authority", AUTHORITIES, required=True),
        "given_on": row.day("given_on", first=FIRST_DAY), "until": row.day("until", first=FIRST_DAY, last=LAST_DAY),
    }  # fmt: skip
    row.in_order("given_on", plain["given_on"], "until", plain["until"])
    powers = [name for name in POWERS if row.flag(f"power_{name}")]
    plain["powers"] = powers
    unfit = OF_PEOPLE if party.kind != "person" else OF_FIRMS
    if plain["capacity"] in unfit:
        row.fault("capacity", N_("个人不能由单位人员代理，单位不能由亲属、同事或者监护人代理"))
    if plain["authority"] == "special" and not powers:
        reader.fault("powers", "", N_("特别授权的，请逐项选择权限"))
    if plain["authority"] == "general" and set(powers) - {"receive_papers"}:
        reader.fault("powers", "", N_("一般授权不包括这些权限；需要的，请选择特别授权"))
    numbers = {name: text for name in SEALED if (text := getattr(row, name)(name))}
    reader.refuse_if_any()
    return Said(plain, numbers)


def _evidence(session: Session, case_id: str, evidence_id: str, by: Reader) -> str | None:
    return evidence.attached(session, case_id, evidence_id, by)


def _document(session: Session, case_id: str, document_id: str, by: Reader) -> str | None:
    if not document_id:
        return None
    found = Scope(session, by).select(Document).where(
        Document.id == document_id[:64], Document.case_id == case_id, Document.kind == AUTHORITY_PAPER
    )  # fmt: skip
    row = session.exec(found).first()
    if row is None:
        raise Refused(Problem(N_("所选的授权委托书不在本案，请重新选择"), "document_id"))
    return row.id


def _apart(session: Session, party: Party, name: str, capacity: str, office: str, today: date) -> None:
    """Refuse the station's duty lawyers and their firms, and one advocate for both sides (law.md §10.12)."""
    if capacity not in ADVOCATES:
        return
    lawyers = session.exec(select(Lawyer.name).where(Lawyer.station_id == party.station_id, Lawyer.active)).all()
    firms = session.exec(select(Firm.name).where(Firm.station_id == party.station_id, Firm.active)).all()
    own = any(names.compare(name, one) in ("same", "variant") for one in lawyers)
    if own:
        raise Refused(Problem(STATION_LAWYER, "name", params={"name": name}))
    if office and any(names.compare(office, one) in ("same", "variant") for one in firms):
        raise Refused(Problem(STATION_LAWYER, "office", params={"name": office}))
    query = (
        select(Representative).join(Party, Party.id == Representative.party_id)  # type: ignore[arg-type]
        .where(
            Representative.case_id == party.case_id, Party.side != party.side, col(Representative.replaced_at).is_(None)
        )
    )  # fmt: skip
    for other in session.exec(query):
        if agent_line(other).in_force(today) and names.plain(other.name) == names.plain(name):
            raise Refused(Problem(BOTH_SIDES, "name", params={"name": name}))


def record(
    session: Session, row: Representative, act: str, fields: dict[str, Any], by: Reader, now: datetime
) -> None:
    """Write a line about an entry into the history."""
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("representative", row.id),
        case_id=row.case_id, fields=fields, now=now,
    )  # fmt: skip
