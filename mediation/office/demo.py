"""Fill an empty database with a demo station: users, lively cases, accepted referrals, a printed agreement."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from sqlmodel import Session, col, select

from mediation.domain import casefile
from mediation.domain.identity import credit_check_character, id_check_digit
from mediation.domain.money import fen, yuan
from mediation.domain.refusals import N_, Conflict
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import (
    accounts,
    demo_duty,
    demo_figures,
    demo_ledger,
    demo_roster,
    demo_supervision,
    demo_talks,
    demo_watch,
    intake,
    passwords,
    referrals,
    settlements,
)
from mediation.office.signing import codes, collecting, lines

CODE = "CH"
HAND: Final = "90,210 120,80 150,210;105,150 150,140;240,90 330,90;285,60 285,230 250,200;420,80 400,230;420,80 500,230"
"""A signature as a hand draws it on a phone: domain/drawing.py."""
STORY: Final = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class DemoUser:
    """One demo user with the password made for it."""

    name: str
    password: str
    role: str
    desk: str | None
    display_name: str


def is_empty(session: Session) -> bool:
    """Say whether the database holds no station and no user yet."""
    return session.exec(select(Station.id)).first() is None and session.exec(select(User.id)).first() is None


def fill(session: Session, *, now: datetime, print_documents: bool = True) -> list[DemoUser]:
    """Make the demo station and return its users with their passwords, which are stored nowhere else in plain.

    Raises Conflict for a database that isn't empty. Without `print_documents` no agreement is printed.
    """
    if not is_empty(session):
        raise Conflict(N_("数据库不是空的：演示数据只能写入空数据库。"))
    session.add(
        Station(
            code=CODE,
            name="曹行联合调解工作站",
            short_name="曹行",
            organisation_kind="people_mediation",
            organisation_name="上海市闵行区梅陇镇曹行人民调解委员会",
            address="上海市闵行区曹行路1号",
            phone="021-64000000",
        )  # fmt: skip
    )
    session.flush()
    story = YAML(typ="safe", pure=True).load(STORY.read_text("utf-8"))
    made = [_user(session, row, now=now) for row in story["users"]]
    people = {user.name: session.exec(select(User).where(User.name == user.name)).one() for user in made}
    demo_roster.fill(session, people, now=now)
    for nth, row in enumerate([*story["cases"], *demo_figures.rows()]):
        _case(session, row | story["firms"][row["firm"]], nth, people, now, print_documents)
    demo_duty.fill(session, people, now=now)
    demo_supervision.fill(session, people, now=now)
    demo_watch.fill(session, people, now=now)
    demo_talks.fill(session, story["firms"], people, now=now)
    demo_ledger.fill(session, people["mediator"], now=now)
    return made


def _user(session: Session, row: dict[str, Any], *, now: datetime) -> DemoUser:
    password = passwords.generate()
    who = accounts.NewUser(row["name"], row["role"], (CODE,), row["desk"], row["display_name"])
    accounts.add(session, who, password=password, temporary=False, by="demo", now=now)
    return DemoUser(row["name"], password, row["role"], row["desk"], row["display_name"])


def _case(
    session: Session, row: dict[str, Any], nth: int, people: dict[str, User], now: datetime, printed: bool
) -> None:
    day = station_day(now) - timedelta(days=row["ago"])
    received = min(datetime.combine(day, time(row["hour"], 5 + nth % 50), ZONE), now)
    file = casefile.read(_file(row, nth, received), now=received)
    case = intake.log(session, file, by=people["mediator"], now=received)
    at = min(received + timedelta(hours=3), now)
    done = row.get("do", ())
    if "accept" in done:
        _accept(session, case, people, at)
    if "contact" in done:
        referrals.note_first_contact(session, case.id, by=people["mediator"], now=at)
    if "issue" in done and printed:
        _settle(session, case, people["mediator"], min(received + timedelta(days=5), now), effect="effect" in done)
    if "end" in row:
        demo_figures.end(session, case, row, people["mediator"], now)


def _accept(session: Session, case: Case, people: dict[str, User], at: datetime) -> None:
    officers = {user.desk: user for user in people.values() if user.desk}
    rows = session.exec(
        select(Referral)
        .where(Referral.case_id == case.id, Referral.state == "open")
        .order_by(col(Referral.role).desc())
    ).all()
    for one in rows:
        session.refresh(one)
        if one.state == "open" and one.role == "lead":
            referrals.accept(session, one.id, by=officers[one.desk], now=at)


def _settle(session: Session, case: Case, by: User, at: datetime, *, effect: bool) -> None:
    claims = session.exec(select(Claim).where(Claim.case_id == case.id)).all()
    parties = {one.side: one for one in session.exec(select(Party).where(Party.case_id == case.id))}
    total = sum(claim.amount or 0 for claim in claims)
    half = total // 2
    today = station_day(at)
    terms = {
        "claims": {claim.id: "settled" for claim in claims},
        "payer": parties["respondent"].id,
        "payee": parties["applicant"].id,
        "account": {
            "name": parties["applicant"].name,
            "bank": "中国工商银行上海市闵行支行",
            "number": "6222021001116245702",
        },
        "method": "bank",
        "total": yuan(total),
        "instalments": [
            {"due_on": str(today + timedelta(days=10)), "amount": yuan(half)},
            {"due_on": str(today + timedelta(days=40)), "amount": yuan(total - half)},
        ],
        "facts": f"{case.summary}双方对欠付事实和金额均无异议。",
        "default_clause": "付款方未按期足额支付任何一期款项的，收款方有权要求其一次性支付全部剩余款项。",
        "mediator": by.display_name,
    }
    settlement_id = settlements.begin(session, case.id, by=by, now=at)
    settlements.save(session, settlement_id, terms, by=by, now=at)
    settlements.issue(session, settlement_id, by=by, now=at)
    if effect:
        _sign(session, settlement_id, by, at)


def _sign(session: Session, settlement_id: str, by: User, at: datetime) -> None:
    """Let everybody draw a signature on a phone, then the mediator apply the seal."""
    for one in lines.state(session, settlement_id):
        if one.role == "seal":
            collecting.put_seal(session, one.id, on=station_day(at), by=by, now=at)
        else:
            code = codes.code_of(collecting.open_code(session, one.id, by=by, now=at))
            collecting.draw(session, code, HAND, agrees=True, source="", now=at)


def _file(row: dict[str, Any], nth: int, received: datetime) -> dict[str, Any]:
    day = station_day(received)
    claims = [_claim(kind, amount, row, day) for kind, amount in row["claims"].items()]
    file: dict[str, Any] = {
        "station": CODE,
        "received_at": received.isoformat(),
        "channel": row.get("channel", "walk_in"),
        "summary": row["summary"],
        "applicants": [_person(one, nth * 7 + which, row) for which, one in enumerate(row["people"])],
        "workers": row.get("workers"),
        "respondents": [
            {
                "name": row["name"],
                "credit_code": row["code"] + credit_check_character(row["code"]),
                "industry": row["industry"],
                "has_union": row.get("has_union"),
            }
        ],
        "employment": {
            "relation": row.get("relation", "labour"),
            "ended_on": _before(day, row.get("ended")),
            "union_told_of_dismissal": row.get("union_told"),
        },
        "claims": claims,
        "risk": {
            "violence": row.get("violence"),
            "gathering": row.get("gathering"),
            "employer_absconded": row.get("absconded"),
        },
    }
    if row.get("willing") or row.get("unwilling"):
        file["willing"] = {"applicant": True, "respondent": not row.get("unwilling", False)}
    return file


def _claim(kind: str, amount: str | None, row: dict[str, Any], day: date) -> dict[str, Any]:
    if amount is not None:
        amount = yuan(fen(amount))
    known = row.get("known", row.get("ended"))
    return {
        "kind": kind,
        "amount": amount,
        "known_on": _before(day, known),
        "accident_on": _before(day, row.get("accident")),
    }


def _before(day: date, days: int | None) -> str | None:
    return str(day - timedelta(days=days)) if days is not None else None


def _person(name: str, nth: int, row: dict[str, Any]) -> dict[str, Any]:
    born = date(1972 + nth * 5 % 30, nth % 12 + 1, nth % 28 + 1)
    first = f"310112{born:%Y%m%d}{nth % 900 + 10:03d}"
    return {
        "name": name,
        "id_number": first + id_check_digit(first),
        "phone": f"139{10_000_000 + nth * 7919:08d}",
        "migrant": row.get("migrant"),
    }
