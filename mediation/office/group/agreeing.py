"""Each worker's own answer to exactly what would be settled: noted, counted, and void once the terms or share change.

Representatives take part for all, but settle for nobody: each worker agrees in person (办案规则 63; 调仲法 7).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.domain import money
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE, station_day
from mediation.models.group import GroupConsent, GroupWorker
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.office import evidence, history
from mediation.office.group import keeping, lines

NOTED_WAYS: Final = ("signed_list", "signed_alone", "in_person")
"""What may be noted at a desk; a signature on a phone is a signature under the agreement."""
WRITTEN: Final = ("signed_list", "signed_alone")
OWN_WORDS: Final = ("group", "mediator", "recorder")
"""Parts of the terms that no worker answers to as a whole: the others' shares, who mediates."""
MOST_WORDS: Final = 300
MOST_NAMED: Final = 20
NOBODY: Final = N_("请勾选劳动者")
NO_WAY: Final = N_("请选择表示同意的方式")
NO_SCAN: Final = N_("请选择签名材料的扫描件；还没有的，请先在“证据”中上传")
ONLY_LIST: Final = N_("一次登记多人的，须有本人签名的名册；口头或者单独签名的，请逐人登记")
NOT_LISTED: Final = N_("所选的劳动者不在本次协议的名单中，请刷新页面查看")
NO_DAY: Final = N_("日期不能在收到申请之前，也不能在将来")
OVER: Final = N_("协议已经生效或者被代替，不能再登记各人的意见。")
MISSING: Final = N_("协议不能生效：还有 %(count)d 名劳动者没有本人同意（%(names)s）")
REFUSED: Final = N_("协议不能生效：%(names)s 不同意本协议，请更正协议，将其列出后重新出具")
CHANGED: Final = N_("打开页面之后，协议条款或者各人金额已被修改；下面是现在的金额，请向本人说明后再登记")
UNKNOWN: Final = N_("协议列明的 %(names)s 不在工人名册中，请核对名册或者更正协议")


class Consented(NamedTuple):
    """Names of the workers of a settlement: all, and by what each said; one who must be asked again is missing."""

    needed: tuple[str, ...]
    given: tuple[str, ...]
    refused: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One worker of a settlement. `state`: given | again | refused | missing; `worker_id` "" for one not on the list.

    `nth` is the number on the list of the case, 0 for one who isn't on it.

    `signed`: the worker's own signature under the agreement is the answer. `twin`: the number on the list of the case,
    where another of the same name stands on it.
    """

    worker_id: str
    nth: int
    name: str
    amount: int | None
    state: str
    way: str = ""
    said_at: datetime | None = None
    evidence_id: str = ""
    signed: bool = False
    twin: int = 0

    @property
    def called(self) -> str:
        """Return the name, with the number on the list where others bear it, too."""
        return f"{self.name}（{self.twin}号）" if self.twin else self.name


@dataclass(frozen=True)
class Given:
    """What was said: by whom, whether they agree, how and when, with what scan."""

    workers: Collection[str]
    agreed: bool
    way: str
    on: date | None
    evidence_id: str = ""
    words: str = ""


def digest_of(row: Settlement, share: int | None) -> str:
    """Return the sum of what is put before one worker: all terms but the others' shares, the account, the own share."""
    return _with_share(_common(row), share)


def _common(row: Settlement) -> str:
    terms = {key: value for key, value in row.terms.items() if key not in OWN_WORDS}
    return json.dumps([terms, row.account_digest], ensure_ascii=False, sort_keys=True, default=str)


def _with_share(common: str, share: int | str | None) -> str:
    return hashlib.sha256(f"{common}\n{share}".encode()).hexdigest()


def standing(session: Session, row: Settlement) -> tuple[Answer, ...]:
    """Return where every worker of a settlement's list stands, in its order."""
    listed = list_of(session, row)
    said = select(GroupConsent).where(GroupConsent.settlement_id == row.id).order_by(col(GroupConsent.noted_at))
    last = {one.worker_id: one for one in session.exec(said)}
    own = select(Signature).where(Signature.settlement_id == row.id, Signature.role == "group_worker")
    signed = dict(enumerate(session.exec(own.order_by(col(Signature.position)))))  # in the order of the terms' list
    common, twins = _common(row), lines.shared(lines.rows(session, row.case_id)) if listed else set()
    return tuple(
        _answer(
            common,
            Answer(
                worker.id if worker else "", worker.position + 1 if worker else 0, name, amount, "missing",
                twin=worker.position + 1 if worker and name in twins else 0,
            ),
            last, signed.get(nth),
        )  # fmt: skip
        for nth, (name, amount, worker) in enumerate(listed)
    )


def list_of(session: Session, row: Settlement) -> list[tuple[str, int | None, GroupWorker | None]]:
    """Return the names and shares of a settlement's terms, each with the worker it means (`lines.bound`)."""
    terms = lines.bound(session, row.case_id, row.terms.get("group") or [])
    there = {one.id: one for one in lines.rows(session, row.case_id)} if terms else {}
    return [
        (str(one.get("name") or ""), _fen(one.get("amount")), there.get(one["worker"] or "")) for one in terms
    ]


def consented(session: Session, settlement_id: str) -> Consented:
    """Return who must agree to a settlement, who did, who refused, who is missing; by name."""
    found = standing(session, session.get_one(Settlement, settlement_id))
    by = {state: tuple(one.name for one in found if one.state == state) for state in ("given", "refused")}
    missing = tuple(one.name for one in found if one.state in ("missing", "again"))
    return Consented(tuple(one.name for one in found), by["given"], by["refused"], missing)


def agreed_on(session: Session, row: Settlement) -> dict[str, datetime]:
    """Return by worker when each agreed whose own answer stands for exactly these terms and this share."""
    return {
        one.worker_id: one.said_at for one in standing(session, row) if one.state == "given" and one.said_at is not None
    }


def may_take_effect(session: Session, row: Settlement) -> None:
    """Raise Refused naming who hasn't agreed, where an agreement for a group would come into force."""
    found = standing(session, row)
    problems = []
    for message, names in (
        (UNKNOWN, [one.called for one in found if not one.worker_id and one.state != "given"]),
        (REFUSED, [one.called for one in found if one.state == "refused"]),
        (MISSING, [one.called for one in found if one.worker_id and one.state in ("missing", "again")]),
    ):
        if names:
            more = "…" if len(names) > MOST_NAMED else ""
            told = "、".join(names[:MOST_NAMED]) + more
            problems.append(Problem(message, "group", params={"count": len(names), "names": told}))
    if problems:
        raise Refused(problems)


def seal_of(row: Settlement) -> str:
    """Return what names what is put before the workers: another as soon as a term or anybody's share differs."""
    return _with_share(_common(row), None if not row.terms.get("group") else json.dumps(row.terms["group"]))


def note(
    session: Session, settlement_id: str, given: Given, *, by: Reader, now: datetime, seen: str = ""
) -> int:  # fmt: skip
    """Note what workers said of a settlement as it stands; return how many.

    `seen` names the terms and shares that the form showed: nobody agrees to others. One who refuses takes no part in it
    from now on. Raises Refused with every fault of the form, Conflict for an agreement in force.
    """
    row = Scope(session, by).get(Settlement, settlement_id)
    case = keeping.opened(session, row.case_id, by, "group.consent")
    session.refresh(row)
    if row.effective_on is not None or row.replaced_on is not None:
        raise Conflict(OVER)
    if seen not in ("", seal_of(row)):
        raise Refused(Problem(CHANGED, "worker"))
    listed = {one.id: (one, share) for _, share, one in list_of(session, row) if one is not None}
    day = given.on or date.max
    _check(given, listed, day >= case.received_on and day <= station_day(now))
    scan = evidence.attached(session, case.id, given.evidence_id, by)
    said_at = now if day == station_day(now) else datetime.combine(day, time(12), ZONE)
    for worker_id in dict.fromkeys(given.workers):
        worker, share = listed[worker_id]
        session.add(
            GroupConsent(
                station_id=case.station_id, case_id=case.id, settlement_id=row.id, worker_id=worker.id,
                amount=share or 0, terms_digest=digest_of(row, share), agreed=given.agreed, way=given.way,
                said_at=said_at, words=" ".join(given.words.split()), evidence_id=scan, noted_at=now, noted_by=by.id,
            )  # fmt: skip
        )
        worker.state = "agreed" if given.agreed else "refused"
        session.add(worker)
    count = len(set(given.workers))
    act = "group.agree" if given.agreed else "group.refuse"
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("settlement", row.id), case_id=case.id,
        fields={"workers_said": count, "group_way": given.way}, now=now,
    )  # fmt: skip
    session.flush()
    return count


def _check(given: Given, listed: Mapping[str, Any], in_time: bool) -> None:
    problems = []
    if not given.workers:
        problems.append(Problem(NOBODY, "worker"))
    elif not set(given.workers) <= set(listed):
        problems.append(Problem(NOT_LISTED, "worker"))
    if given.way not in NOTED_WAYS:
        problems.append(Problem(NO_WAY, "group_way", given.way[:20]))
    elif given.agreed and len(set(given.workers)) > 1 and given.way != "signed_list":
        problems.append(Problem(ONLY_LIST, "group_way"))
    if given.agreed and given.way in WRITTEN and not given.evidence_id:
        problems.append(Problem(NO_SCAN, "evidence_id"))
    if not in_time:
        problems.append(Problem(NO_DAY, "said_on", str(given.on or "")))
    if len(given.words) > MOST_WORDS or not " ".join(given.words.split()).isprintable():
        problems.append(Problem(N_("过长或者含有不能使用的字符"), "words", given.words[:40], f"≤ {MOST_WORDS}"))
    if problems:
        raise Refused(problems)


def _answer(common: str, plain: Answer, last: Mapping[str, GroupConsent], own: Signature | None) -> Answer:
    """Return where one worker stands; the own signature under the agreement goes before what was noted."""
    if own is not None and own.state in ("signed", "refused"):
        state = "given" if own.state == "signed" else "refused"
        return replace(
            plain, state=state, way=own.way or "", said_at=own.signed_at, evidence_id=own.evidence_id or "", signed=True
        )
    said = last.get(plain.worker_id)
    if said is None:
        return plain
    same = said.amount == plain.amount and said.terms_digest == _with_share(common, plain.amount)
    state = "refused" if not said.agreed else "given" if same else "again"
    return replace(plain, state=state, way=said.way, said_at=said.said_at, evidence_id=said.evidence_id or "")


def _fen(yuan: object) -> int | None:
    try:
        return money.fen(str(yuan))
    except ValueError:
        return None
