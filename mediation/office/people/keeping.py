"""Add, correct and take out parties after intake; where rules read what changed, the case is routed again."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain import names, partyform
from mediation.domain.casefile import CHANNELS
from mediation.domain.partyform import RULED, SEALED, PartyForm
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.party import SIDES, Party
from mediation.models.station import Station
from mediation.office import casebook, history, routing, sweep_promises
from mediation.office.casebook import facts_of
from mediation.office.consents import sides

MOST_PARTIES: Final = 500
MOST_REASON: Final = 200
CLOSED: Final = N_("本案已结案，不能更改当事人；请由督导先恢复办理。")
TWICE: Final = N_("%(name)s 已经是本案的当事人，不能重复添加")
TWICE_NUMBER: Final = N_("这个身份证号已登记在本案当事人 %(name)s 名下，请核对")
CHANGED: Final = N_("打开页面之后内容已被修改，请核对后再保存")


class Outdated(Refused):
    """What was saved rests on a version of the party that somebody has changed since."""


def add(session: Session, case_id: str, side: str, data: Mapping[str, Any], *, by: Reader, now: datetime) -> Party:
    """Add a party to a case. Raises Refused with the faults of the form, Conflict for a closed case."""
    case = opened(session, case_id, by)
    if side not in SIDES:
        raise Refused(Problem(N_("请选择申请人或者被申请人"), "side", side[:20]))
    form = partyform.read(data, side, now=now)
    there = session.exec(select(Party).where(Party.case_id == case.id)).all()
    if len(there) >= MOST_PARTIES:
        raise Refused(Problem(N_("一案最多 500 名当事人"), "name"))
    _refuse_twice(there, form)
    count = _applicants(there)
    party = Party(
        station_id=case.station_id, case_id=case.id, side=side, name=form.plain["name"], kind=form.plain["kind"],
        position=max((one.position for one in there), default=-1) + 1,
    )  # fmt: skip
    _enter(party, form)
    session.add(party)
    session.flush()
    _count(session, case, count, _applicants([*there, party]))
    record(session, party, "party.add", {"side": side, "party_kind": party.kind}, by, now)
    reroute(session, case, by, now)
    return party


def edit(
    session: Session, party_id: str, data: Mapping[str, Any], *, by: Reader, now: datetime, seen: str | None = None
) -> Party:
    """Correct a party; an empty number stays as it is. A closed case takes only what no rule reads.

    `seen` names the version that the form showed. Raises Refused with the faults, Outdated where it changed since.
    """
    party, case = _there(session, party_id, by)
    if seen is not None and seen not in ("", seal_of(party)):
        raise Outdated(Problem(CHANGED, "name"))
    sealed = party.id_number_sealed
    number = seals.open(sealed, table="party", column="id_number", row=party.id) if sealed else ""
    form = partyform.read(data, party.side, now=now, id_number=number)
    changed = [name for name, value in form.plain.items() if getattr(party, name) != value]
    changed += [name for name, text in form.numbers.items() if _differs(party, name, text)]
    changed += sorted(name for name in form.cleared if getattr(party, f"{name}_tail"))
    if not changed:
        return party
    others = select(Party).where(Party.case_id == case.id, Party.id != party.id)
    _refuse_twice(session.exec(others).all(), form)
    ruled = bool(set(changed) & {*RULED, "id_number"})
    if ruled and case.state != "open":
        raise Conflict(CLOSED)
    _enter(party, form)
    session.add(party)
    record(session, party, "party.edit", {"side": party.side, "party_fields": "、".join(changed)}, by, now)
    if ruled:
        reroute(session, case, by, now)
    return party


def take_out(session: Session, party_id: str, why: str, *, by: Reader, now: datetime) -> Party:
    """Take a party out of the case from today on; the row stays with the reason. A side keeps at least one party."""
    party, case = _there(session, party_id, by)
    if case.state != "open":
        raise Conflict(CLOSED)
    if party.left_on is not None:
        raise Conflict(N_("该当事人已经退出本案，请刷新页面查看。"))
    why = why.strip()
    if not why or len(why) > MOST_REASON:
        raise Refused(Problem(N_("请写明退出的原因（不超过 200 字）"), "left_why", why[:40]))
    there = session.exec(select(Party).where(Party.case_id == case.id)).all()
    if not any(one.side == party.side and one.left_on is None and one.id != party.id for one in there):
        message = N_("每一方至少要有一名当事人；认错了对象的，请先添加正确的，再让这一名退出")
        raise Refused(Problem(message, "left_why"))
    count = _applicants(there)
    leave(party, station_day(now), why)
    session.add(party)
    _count(session, case, count, _applicants(there))
    record(session, party, "party.leave", {"side": party.side}, by, now)
    reroute(session, case, by, now)
    return party


def take_back(session: Session, party_id: str, *, by: Reader, now: datetime) -> Party:
    """Let a party that was taken out be one again."""
    party, case = _there(session, party_id, by)
    if case.state != "open":
        raise Conflict(CLOSED)
    if party.left_on is None:
        raise Conflict(N_("该当事人仍在本案，请刷新页面查看。"))
    there = session.exec(select(Party).where(Party.case_id == case.id)).all()
    count = _applicants(there)
    come_back(party)
    session.add(party)
    _count(session, case, count, _applicants(there))
    record(session, party, "party.return", {"side": party.side}, by, now)
    reroute(session, case, by, now)
    return party


def source(session: Session, case_id: str, channel: str, number: str, *, by: Reader, now: datetime) -> Case:
    """Correct where a case came from, and under which number another body keeps it."""
    case = opened(session, case_id, by)
    number = " ".join(number.split())
    if channel not in CHANNELS:
        raise Refused(Problem(N_("没有这个选项"), "channel", channel[:20]))
    if len(number) > 80 or not number.isprintable():
        raise Refused(Problem(N_("编号过长或者含有不能使用的字符"), "external_number", number[:40], "≤ 80"))
    changed = [
        name for name, value in (("channel", channel), ("external_number", number)) if getattr(case, name) != value
    ]
    if not changed:
        return case
    case.channel, case.external_number = channel, number
    session.add(case)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="case.source", subject=("case", case.id),
        fields={"channel": channel, "external_number": number}, now=now,
    )  # fmt: skip
    if "channel" in changed:
        reroute(session, case, by, now)
    return case


def seal_of(party: Party) -> str:
    """Return what names one version of a party: another as soon as something on file differs."""
    held = {name: value for name, value in party.model_dump().items() if not name.endswith("_sealed")}
    return hashlib.sha256(repr(sorted(held.items())).encode()).hexdigest()[:32]


def opened(session: Session, case_id: str, by: Reader) -> Case:
    """Return an open case whose parties the user may change, its row held. Raises NotFound, Forbidden, Conflict."""
    case = _held(session, case_id, by)
    if case.state != "open":
        raise Conflict(CLOSED)
    return case


def reroute(session: Session, case: Case, by: Reader, now: datetime) -> None:
    """Let the rules have their say of the case as it stands now."""
    session.flush()
    sides.align(session, case, now)
    station = session.get_one(Station, case.station_id)
    routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)
    sweep_promises.at_once(session, station.id, case.id, now=now)


def record(
    session: Session, party: Party, act: str, fields: dict[str, Any], by: Reader, now: datetime
) -> None:
    """Write one line about a party; it names no person."""
    history.record(
        session, station_id=party.station_id, actor=by.id, act=act, subject=("party", party.id), case_id=party.case_id,
        fields=fields, now=now,
    )  # fmt: skip


def _held(session: Session, case_id: str, by: Reader) -> Case:
    scope = Scope(session, by)
    query = scope.select(Case).where(col(Case.id) == case_id[:64]).with_for_update()
    case = session.exec(query.execution_options(populate_existing=True)).first() or scope.get(Case, case_id)
    access.require(by, "party.edit", facts_of(session, case))
    return case


def _there(session: Session, party_id: str, by: Reader) -> tuple[Party, Case]:
    party = Scope(session, by).get(Party, party_id)
    case = _held(session, party.case_id, by)
    session.refresh(party)
    return party, case


def _refuse_twice(others: Iterable[Party], form: PartyForm) -> None:
    """Raise Refused where somebody of the case has the number, or is the firm: by its code, or by its name without one.

    People may bear one name; firms that bear one are told apart by their codes alone.
    """
    number, code = form.numbers.get("id_number"), form.plain.get("credit_code") or ""
    name = names.plain(form.plain["name"])
    for one in others:
        if one.left_on is not None:
            continue
        if number and one.id_number_digest == seals.digest(number):
            raise Refused(Problem(TWICE_NUMBER, "id_number", params={"name": one.name}))
        firms = "person" not in (one.kind, form.plain["kind"])
        by_name = names.plain(one.name) == name and not (code and one.credit_code)
        if firms and (by_name or code and one.credit_code == code):
            raise Refused(Problem(TWICE, "name", params={"name": one.name}))


def _enter(party: Party, form: PartyForm) -> None:
    for name, value in form.plain.items():
        setattr(party, name, value)
    party.firm_key = _firm_key(party)
    for name, text in form.numbers.items():
        shut = seals.close(text, table="party", column=name, row=party.id)
        _set_number(party, name, shut)
    for name in form.cleared:
        _set_number(party, name, (None, None, None))


def leave(party: Party, on: date, why: str) -> None:
    """Write into the row that a party is out of the case; without its key no firm is counted by it any more."""
    party.left_on, party.left_why, party.firm_key = on, why, None


def come_back(party: Party) -> None:
    """Write into the row that a party is one again."""
    party.left_on, party.left_why = None, ""
    party.firm_key = _firm_key(party)


def _firm_key(party: Party) -> str | None:
    return (party.credit_code or party.name) if party.kind == "employer" and party.left_on is None else None


def _set_number(party: Party, name: str, shut: tuple[bytes | None, str | None, str | None]) -> None:
    for part, value in zip(("sealed", "digest", "tail"), shut, strict=True):
        setattr(party, f"{name}_{part}", value)


def _differs(party: Party, name: str, text: str) -> bool:
    return name in SEALED and getattr(party, f"{name}_digest") != seals.digest(text)


def _applicants(parties: Any) -> int:
    return sum(one.side == "applicant" and one.left_on is None for one in parties)


def _count(session: Session, case: Case, before: int, after: int) -> None:
    """Let the number of people concerned go with the applicants where it was just theirs, and never below them."""
    if case.workers == before or case.workers < after:
        case.workers = max(1, after)
        session.add(case)

