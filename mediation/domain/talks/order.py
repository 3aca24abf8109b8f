"""What cannot be, or may not be, in the recorded days of talks: order, signature, filing, term, refusal, minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.clocks import TalksClock, effect
from mediation.domain.talks.finding import Finding, Severity, by_weight
from mediation.domain.talks.place import SIDES, Limit, Required, TalksPlace, first_required, limits_of
from mediation.domain.talks.state import Talks
from mediation.domain.workdays import ONE_DAY, Calendar, add_months

DAYS: Final = {
    "proposed_on": N_("发出要约之日"), "received_on": N_("收到要约之日"), "replied_on": N_("书面答复之日"),
    "agreed_later_on": N_("同意协商之日"),
    "first_session_on": N_("首次协商之日"), "suspended_on": N_("中止协商之日"), "resume_on": N_("约定恢复之日"),
    "resumed_on": N_("恢复协商之日"), "deadlock_on": N_("协商未成之日"), "draft_signed_on": N_("草案签字之日"),
    "papers_sent_on": N_("材料送达代表之日"), "vote_on": N_("表决之日"), "adoption_notice_on": N_("通过的书面通知之日"),
    "signed_on": N_("签订之日"), "filed_on": N_("人社部门收到之日"), "objected_on": N_("提出异议之日"),
    "opinion_on": N_("审查意见书之日"), "effective_on": N_("生效之日"), "published_on": N_("公布之日"),
    "term_from": N_("期限起始日"), "term_until": N_("期限届满日"),
    "coordination_asked_on": N_("申请协调之日"), "coordination_accepted_on": N_("受理协调之日"),
    "coordination_ended_on": N_("协调结束之日"), "session": N_("协商会议之日"), "given_on": N_("提供资料之日"),
    "asked_on": N_("要求提供资料之日"), "named": N_("确定代表之日"), "ended_on": N_("终止之日"),
    "renewal_proposed_on": N_("续订要约之日"), "change_asked_on": N_("要求变更、解除之日"),
    "breach_on": N_("发现违约之日"),
}  # fmt: skip
"""The names of the days, as findings say them."""
PAIRS: Final = (
    ("proposed_on", "received_on"), ("received_on", "replied_on"), ("replied_on", "first_session_on"),
    ("replied_on", "agreed_later_on"), ("agreed_later_on", "first_session_on"),
    ("first_session_on", "suspended_on"), ("suspended_on", "resume_on"), ("suspended_on", "resumed_on"),
    ("received_on", "deadlock_on"), ("replied_on", "draft_signed_on"), ("papers_sent_on", "vote_on"),
    ("vote_on", "adoption_notice_on"), ("received_on", "signed_on"), ("adoption_notice_on", "filed_on"),
    ("signed_on", "filed_on"), ("filed_on", "objected_on"), ("filed_on", "opinion_on"),
    ("effective_on", "published_on"), ("term_from", "term_until"),
    ("coordination_asked_on", "coordination_accepted_on"), ("coordination_accepted_on", "coordination_ended_on"),
    ("proposed_on", "ended_on"), ("signed_on", "change_asked_on"), ("effective_on", "breach_on"),
)  # fmt: skip
"""Which day can't lie before which; the same day is allowed."""
PLANNED: Final = ("first_session_on", "resume_on", "vote_on", "term_from", "term_until")
"""Days that may lie ahead."""


def check(
    talks: Talks, *, rows: tuple[TalksPlace, ...], calendar: Calendar, running: tuple[TalksClock, ...], today: date
) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful in the recorded days, errors first; an error must not be stored."""
    known = _known(talks, rows, calendar, today)
    found = [*_order(talks, known), *_ahead(talks, known, today), *_vote(talks, today)]
    found += [*_refusal(talks, rows, today), *_signature(talks, rows, today), *_filings(talks, rows)]
    found += [*_term(talks, rows, today), *_minutes(talks, rows, today), *_suspension(talks, rows)]
    found += [*_extension(talks, rows), *_late(running)]
    return by_weight(found)


def _known(talks: Talks, rows: tuple[TalksPlace, ...], calendar: Calendar, today: date) -> dict[str, date]:
    days: dict[str, date | None] = {name: getattr(talks, name) for name in DAYS if hasattr(talks, name)}
    days.pop("named", None)
    if talks.filing is not None:
        days |= {"filed_on": talks.filing.received_on, "objected_on": talks.filing.objected_on,
                 "opinion_on": talks.filing.opinion_on}  # fmt: skip
    in_force = effect(talks, rows=rows, calendar=calendar, today=today)
    days["effective_on"] = in_force.on if in_force else None
    return {name: day for name, day in days.items() if day is not None}


def _plain(severity: Severity, code: str, message: str, remedy: str, side: str = "", **facts: object) -> Finding:
    """Return a finding that rests on no article: days that can't be."""
    return Finding(severity, code, message, remedy, (), "V", facts, side)


def _by(row: Required, message: str, remedy: str, *, warning: bool = False, **facts: object) -> Finding:
    one = row.row
    return Finding(
        "warning" if warning else "error", one.id, message, remedy, one.law, one.verified, facts, "", row.place
    )


_BEFORE: Final = N_("%(later)s（%(after)s）早于%(earlier)s（%(before)s）")
_MEND: Final = N_("核对文书上的日期后改正")


def _order(talks: Talks, known: dict[str, date]) -> Iterator[Finding]:
    for earlier, later in PAIRS:
        if later == "filed_on" and earlier in known and talks.filed_since(known[earlier]) is None:
            continue  # the next text, after the authority objected to the one that was filed
        if earlier in known and later in known and known[later] < known[earlier]:
            yield _plain("error", f"order.{later}", _BEFORE, _MEND, earlier=DAYS[earlier], later=DAYS[later],
                         before=known[earlier], after=known[later])  # fmt: skip
    if "effective_on" not in known and "published_on" in known:
        message = N_("尚未生效即记录公布（%(day)s）")
        yield _plain("error", "order.published_on", message, N_("生效后再公布"), day=known["published_on"])


def _ahead(talks: Talks, known: dict[str, date], today: date) -> Iterator[Finding]:
    """Yield the days that are recorded as past and lie ahead."""
    happened = [(name, day) for name, day in known.items() if name not in PLANNED or
                (name == "vote_on" and talks.adopted is not None)]  # fmt: skip
    happened += [("named", talks.named[side]) for side in SIDES if side in talks.named]
    happened += [("session", one.on) for one in talks.sessions]
    for one in talks.requests:
        happened += [("asked_on", one.asked_on), *([("given_on", one.given_on)] if one.given_on else [])]
    for name, day in happened:
        if day > today and name != "effective_on":
            message = N_("%(what)s（%(day)s）晚于今天，还没有发生")
            yield _plain("error", f"ahead.{name}", message, _MEND, what=DAYS[name], day=day)


def _vote(talks: Talks, today: date) -> Iterator[Finding]:
    if talks.adopted is not None and talks.vote_on is None:
        yield _plain("error", "vote.day", N_("已有表决结果，没有表决日期"), N_("填写表决之日"))
    if talks.adoption_notice_on is not None and talks.adopted is not True:
        message = N_("草案没有通过，不能记录通过的书面通知")
        yield _plain("error", "vote.notice", message, N_("先记录表决结果"))


def _refusal(talks: Talks, rows: tuple[TalksPlace, ...], today: date) -> Iterator[Finding]:
    if not talks.refused:
        return
    reason, strict = (first_required(rows, one, today) for one in ("refusal.reason", "mandatory.refusal"))
    if talks.mandatory and strict is not None:
        message = N_("本次协商属于不得拒绝或者拖延的事项，对方于 %(day)s 拒绝")
        yield _by(
            strict,
            message,
            N_("书面指出不得拒绝，提请人力资源社会保障部门责令改正"),
            warning=True,
            day=talks.replied_on,
        )
    if reason is not None and not talks.refusal_reason.strip():
        message = N_("拒绝协商没有说明理由（%(day)s）")
        yield _by(
            reason,
            message,
            N_("要求书面说明理由；没有正当理由的，提请发出整改意见书"),
            warning=True,
            day=talks.replied_on,
        )


def _signature(talks: Talks, rows: tuple[TalksPlace, ...], today: date) -> Iterator[Finding]:
    """Yield an error for a signature on the wrong side of the vote, or a vote planned without the one it needs."""
    row = first_required(rows, "signature", talks.vote_on or today)
    if row is None:
        return
    draft, signed, voted = talks.draft_signed_on, talks.signed_on, talks.vote_on
    if row.row.rule == "before_vote":
        late = draft is None or (voted is not None and draft > voted and not _made_anew(talks, draft))
        if talks.adopted is None and voted is not None and (draft is None or draft > voted or _spent(talks, draft)):
            message = N_("要提交 %(day)s 表决的草案还没有双方首席代表签字")
            yield _by(row, message, N_("双方首席代表先在草案上签字，登记草案签字之日后再安排表决"), day=voted)
        elif talks.adopted is not None and late:
            message = N_("草案应由双方首席代表签字后提交表决")
            yield _by(row, message, N_("补记草案签字之日；未签字即表决的，签字后重新表决"))
    elif signed is not None and (talks.adopted is not True or (voted is not None and signed < voted)):
        message = N_("草案未经表决通过即签订（%(day)s）")
        yield _by(row, message, N_("先由职工代表大会或者全体职工表决，通过后再签订"), day=signed)


def _spent(talks: Talks, draft: date) -> bool:
    """Say whether the draft signed on a day was voted down or objected to since: the next one is signed after that."""
    objected = talks.filing.objected_on if talks.filing else None
    return any(one is not None and draft <= one for one in (talks.voted_down_on, objected))


def _made_anew(talks: Talks, draft: date) -> bool:
    """Say whether a draft signed after the vote is the next one: the vote failed, or the authority objected before."""
    objected = talks.filing.objected_on if talks.filing else None
    return talks.adopted is False or (objected is not None and draft >= objected)


def _filing_law(talks: Talks, rows: tuple[TalksPlace, ...]) -> tuple[str, Limit | None]:
    return next(iter(limits_of(rows, "talks.filing", talks.contract)), ("", None))


def _filings(talks: Talks, rows: tuple[TalksPlace, ...]) -> Iterator[Finding]:
    """Yield an error for a filing before adoption or before an objection; one objected to waits for the next vote."""
    place, row = _filing_law(talks, rows)
    law, verified = (row.law, row.verified) if row else ((), "U")
    if talks.filing is not None and talks.filing.objected_on is None and talks.adopted is not True:
        message, remedy = N_("草案未经表决通过即报送"), N_("表决通过、签字后再报送")
        yield Finding("error", "filing.adopted", message, remedy, law, verified, {}, "employer", place)
    for earlier, later in zip(talks.filings, talks.filings[1:], strict=False):
        facts = {"day": earlier.received_on}
        if earlier.objected_on is None:
            message = N_("已于 %(day)s 报送，未收到异议，不能重复报送")
            remedy = N_("等待审查期满；收到异议的，先记录异议")
            yield Finding("error", "filing.twice", message, remedy, law, verified, facts, "employer", place)
        elif later.received_on < earlier.objected_on:
            yield _plain("error", "order.filed_on", _BEFORE, _MEND, earlier=DAYS["objected_on"],
                         later=DAYS["filed_on"], before=earlier.objected_on, after=later.received_on)  # fmt: skip


def _term(talks: Talks, rows: tuple[TalksPlace, ...], today: date) -> Iterator[Finding]:
    """Yield an error for a term outside the months allowed; both ways of writing its last day count."""
    start, until = talks.term_from, talks.term_until
    row = first_required(rows, f"term.{talks.contract}", start or today)
    if row is None or start is None or until is None or until < start:
        return
    least, most = add_months(start, row.row.least_months) - ONE_DAY, add_months(start, row.row.most_months)
    if not least <= until <= most:
        message = N_("合同期限 %(start)s 至 %(until)s 不在 %(least)d 至 %(most)d 个月之间")
        yield _by(row, message, N_("按规定的期限改正"), start=start, until=until, least=row.row.least_months,
                  most=row.row.most_months)  # fmt: skip


def _minutes(talks: Talks, rows: tuple[TalksPlace, ...], today: date) -> Iterator[Finding]:
    for one in talks.sessions:
        row = first_required(rows, "minutes", one.on)
        if row is not None and one.on <= today and set(one.signed) < set(SIDES):
            message = N_("%(day)s 的协商会议记录没有双方首席代表签字")
            yield _by(row, message, N_("补签会议记录"), warning=True, day=one.on)


def _suspension(talks: Talks, rows: tuple[TalksPlace, ...]) -> Iterator[Finding]:
    if talks.suspended_on is None or talks.resume_on is not None or talks.resumed_on is not None:
        return
    for place, row in limits_of(rows, "talks.resume", talks.contract):
        message = N_("中止协商（%(day)s）没有约定恢复的时间")
        facts = {"day": talks.suspended_on}
        yield Finding("warning", "suspension.next", message, N_("与对方书面约定下次协商的时间"), row.law, row.verified,
                      facts, "", place)  # fmt: skip
        return


def _extension(talks: Talks, rows: tuple[TalksPlace, ...]) -> Iterator[Finding]:
    for place, row in limits_of(rows, "talks.coordination", talks.contract):
        if not 0 <= talks.coordination_extended <= row.extendable:
            message = N_("协调处理延长 %(days)d 日，最多可以延长 %(most)d 日")
            facts = {"days": talks.coordination_extended, "most": row.extendable}
            yield Finding("error", "coordination.extended", message, _MEND, row.law, row.verified, facts, "", place)
        return


def _late(running: tuple[TalksClock, ...]) -> Iterator[Finding]:
    """Yield a warning for every legal period that was kept too late, or on a day on which that is in doubt."""
    for one in running:
        if one.done_on is None or one.rule.force == "advice":
            continue
        facts = {"day": one.done_on, "last": one.limit.last_on, "safe": one.limit.safe_on}
        if one.state == "late":
            code, message = f"late.{one.id}", N_("%(day)s 才办理，最后日期为 %(last)s")
            remedy = N_("记录迟延的原因，请律师判断其后果")
        elif one.rule.way == "before" and one.done_on > one.limit.safe_on:
            code, message = f"tight.{one.id}", N_("%(day)s 办理，其间是否足期理解不一；稳妥的日期为 %(safe)s")
            remedy = N_("有异议可能的，重新安排会议日期；不改期的，请全体代表书面确认已按时收到材料")
        else:
            continue
        yield Finding("warning", code, message, remedy, one.law, one.rule.verified, facts, one.side, one.place,
                      one.second)  # fmt: skip
