"""Everything that is wrong with an entry that would move a clock; each refusal names its article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from mediation.domain.clockwords import DISPUTABLE, EVENT_FACTS, EVENTS, INTERRUPTIONS, PAUSES
from mediation.domain.refusals import N_, Problem
from mediation.domain.workdays import add_months
from mediation.models.clock_entry import SORTS
from mediation.models.deadline import Deadline
from mediation.office.clock_entries_draft import SIDES, Draft, Scene, clock_of, latest, law_of, title_of
from mediation.office.clock_entries_events import causes
from mediation.office.records import Words

TO_COME: Final = frozenset({"hearing_set", "performance_due"})
"""Events that are known before their day."""
FIRST_DAY: Final = date(1980, 1, 1)
TEXT: Final = 500
SHORT: Final = 60


def faults(draft: Draft, scene: Scene) -> list[Problem]:
    """Return everything that is wrong with a draft."""
    if draft.sort not in SORTS:
        return [Problem(N_("请选择要登记的事项"), "sort", draft.sort)]
    return [*_text(draft), *_CHECKS[draft.sort](draft, scene)]


def _text(draft: Draft) -> Iterator[Problem]:
    given = draft.evidence.strip()
    if not given and draft.sort != "event":
        yield Problem(N_("请写明依据的证据材料（名称、来源）"), "evidence")
    if len(given) > TEXT:
        yield Problem(N_("过长：最多 %(most)d 个字"), "evidence", "", "", {"most": TEXT})


def _past(draft: Draft, scene: Scene, field: str = "on") -> Iterator[Problem]:
    if draft.on is None:
        yield Problem(N_("请填写日期"), field)
    elif draft.on > scene.today:
        yield Problem(N_("日期不能晚于今日"), field, str(draft.on), f"≤ {scene.today}")
    elif draft.on < FIRST_DAY:
        yield Problem(N_("日期过早"), field, str(draft.on), f"≥ {FIRST_DAY}")


def _event(draft: Draft, scene: Scene) -> Iterator[Problem]:
    if draft.code not in EVENTS:
        yield Problem(N_("请选择发生的事件"), "code", draft.code)
    if draft.code not in TO_COME or draft.on is None:
        yield from _past(draft, scene)
    elif draft.on > add_months(scene.today, 120):
        yield Problem(N_("日期过远"), "on", str(draft.on))
    for name in set(draft.facts) - set(EVENT_FACTS.get(draft.code, ())):
        yield Problem(N_("这一事件没有这项情形"), name)
    same = (one for one in scene.entries if (one.sort, one.code, one.on) == ("event", draft.code, draft.on))
    if draft.on is not None and next(same, None):
        yield Problem(N_("这一天的同一事件已经登记"), "on", str(draft.on))


def _of_claim(draft: Draft, scene: Scene) -> Iterator[Problem]:
    if draft.about is not None and draft.about not in {one.id for one in scene.claims}:
        yield Problem(N_("请选择请求事项"), "target")


def _interruption(draft: Draft, scene: Scene) -> Iterator[Problem]:
    if draft.code not in INTERRUPTIONS:
        message = N_("请选择中断事由（企业劳动争议协商调解规定第三十一条、调解仲裁法第二十七条第二款）")
        yield Problem(message, "code", draft.code)
    yield from _past(draft, scene)
    yield from _of_event(draft, scene) if draft.kind else _of_claim(draft, scene)


def _of_event(draft: Draft, scene: Scene) -> Iterator[Problem]:
    """Yield what is wrong with the interruption of a limitation that an event started."""
    row = scene.targeted(draft)
    allowed = causes(row, scene.entries, scene.place) if row else ()
    if row is None or not allowed:
        yield Problem(N_("请选择请求事项或者可以中断的时效"), "target")
    elif draft.code in INTERRUPTIONS and draft.code not in allowed:
        words = [INTERRUPTIONS[one] for one in allowed]
        named = {
            "title": title_of(scene.book, row), "law": law_of(scene.book, row.law),
            "reasons": Words("；".join(zh for zh, _ in words), "; ".join(en for _, en in words)),
        }  # fmt: skip
        yield Problem(N_("“%(title)s”只因下列事由中断：%(reasons)s（%(law)s）"), "code", draft.code, params=named)


def _dispute(draft: Draft, scene: Scene) -> Iterator[Problem]:
    if draft.code not in DISPUTABLE:
        yield Problem(N_("请选择有争议的日期"), "code", draft.code)
        return
    if draft.said_by not in SIDES:
        yield Problem(N_("请选择是哪一方的说法"), "said_by", draft.said_by)
    yield from _past(draft, scene)
    yield from _of_claim(draft, scene)
    if draft.on is not None and draft.on == scene.day_on_file(draft):
        yield Problem(N_("与案卷登记的日期相同，没有争议"), "on", str(draft.on))


def _pause(draft: Draft, scene: Scene) -> Iterator[Problem]:
    yield from _past(draft, scene)
    row = scene.targeted(draft)
    clock = clock_of(scene.book, row) if row else None
    if row is None or clock is None:
        yield Problem(N_("请选择要暂停的期限"), "target")
        return
    named = {"title": title_of(scene.book, row), "law": law_of(scene.book, row.law)}
    if not clock.pausable:
        yield Problem(N_("“%(title)s”依法不因任何理由暂停（%(law)s）"), "target", params=named)
    elif draft.code not in clock.pausable:
        words = [PAUSES[one] for one in clock.pausable]
        named["reasons"] = Words("、".join(zh for zh, _ in words), ", ".join(en for _, en in words))
        yield Problem(N_("“%(title)s”只因下列理由暂停：%(reasons)s（%(law)s）"), "code", draft.code, params=named)
    last = row.last_on or row.safe_on
    if draft.on is not None and draft.on > last and row.paused_since is None:
        yield Problem(N_("期限已于 %(day)s 届满，不能再暂停"), "on", str(draft.on), params={"day": last})
    yield from resumption(draft.on, draft.until, scene.today)
    same = [one for one in scene.entries if (one.sort, one.deadline, one.about) == ("pause", draft.kind, draft.about)]
    if any(one.until is None for one in same):
        yield Problem(N_("这一期限正在暂停，请先登记恢复"), "target")


def resumption(first: date | None, resumed: date | None, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the day on which counting goes on."""
    if resumed is not None and (first is None or not first < resumed <= today):
        yield Problem(N_("恢复之日应晚于暂停首日，且不晚于今日"), "until", str(resumed), f"> {first}, ≤ {today}")


def _extension(draft: Draft, scene: Scene) -> Iterator[Problem]:
    row = scene.targeted(draft)
    clock = clock_of(scene.book, row) if row else None
    if row is None or clock is None:
        yield Problem(N_("请选择要延长的期限"), "target")
        return
    named = {"title": title_of(scene.book, row), "law": law_of(scene.book, row.law)}
    if clock.longer is None:
        yield Problem(N_("“%(title)s”依法不能延长（%(law)s）"), "target", params=named)
        return
    if draft.on is None or draft.on <= row.safe_on:
        yield Problem(N_("延长后的最后一日应晚于 %(day)s"), "on", str(draft.on or ""), params={"day": row.safe_on})
    most = latest(scene.book, row, clock, scene.entries)
    if draft.on is not None and most is not None and draft.on > most:
        message = N_("最多延长至 %(day)s（%(law)s）")
        yield Problem(message, "on", str(draft.on), params={"day": most, "law": named["law"]})
    if clock.longer.by == "consent":
        yield from _consents(draft, scene, row, named["law"])


def _consents(draft: Draft, scene: Scene, row: Deadline, law: Words) -> Iterator[Problem]:
    """Yield what is missing of both sides' consents: who, how and when, within the running period."""
    last = row.last_on or row.safe_on
    given = {one.side: one for one in draft.consents}
    for side in SIDES:
        one = given.get(side)
        if one is None or not one.who.strip() or not one.how.strip() or one.on is None:
            message = N_("延长须双方都同意：写明该方何人、以何种方式、于何日同意（%(law)s）")
            yield Problem(message, f"{side}_who", params={"law": law})
        elif one.on > scene.today:
            yield Problem(N_("日期不能晚于今日"), f"{side}_on", str(one.on))
        elif one.on > last:
            message = N_("期限已于 %(day)s 届满，届满后的同意不能延长（%(law)s）")
            yield Problem(message, f"{side}_on", str(one.on), params={"day": last, "law": law})
        elif max(len(one.who), len(one.how)) > SHORT:
            yield Problem(N_("过长：最多 %(most)d 个字"), f"{side}_who", "", "", {"most": SHORT})


_CHECKS: Final[Mapping[str, Callable[[Draft, Scene], Iterator[Problem]]]] = {
    "event": _event, "interruption": _interruption, "pause": _pause, "extension": _extension, "dispute": _dispute,
}  # fmt: skip
