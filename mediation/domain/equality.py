"""What a party may say about itself for equality figures: five questions, each of which may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.smallnumbers import LEAST

NOT_SAID: Final = ""
SEALED_LENGTH: Final = 160
"""Answers are filled up to this many bytes before they are sealed, so that their length says nothing."""


@dataclass(frozen=True)
class Question:
    """One question and its possible answers, code to word."""

    key: str
    title: str
    answers: Mapping[str, str]


QUESTIONS: Final = (
    Question("sex", N_("性别"), {"female": N_("女"), "male": N_("男")}),
    Question(
        "age",
        N_("年龄段"),
        {
            "16": N_("16 至 17 岁"),
            "18": N_("18 至 24 岁"),
            "25": N_("25 至 34 岁"),
            "35": N_("35 至 44 岁"),
            "45": N_("45 至 54 岁"),
            "55": N_("55 至 64 岁"),
            "65": N_("65 岁及以上"),
        },
    ),
    Question("disability", N_("是否残疾"), {"yes": N_("有残疾"), "no": N_("无残疾")}),
    Question(
        "household",
        N_("户籍"),
        {
            "local_urban": N_("本市城镇"),
            "local_rural": N_("本市农村"),
            "away_urban": N_("外地城镇"),
            "away_rural": N_("外地农村"),
            "abroad": N_("港澳台或外国"),
        },
    ),
    Question("ethnic", N_("民族"), {"han": N_("汉族"), "minority": N_("少数民族")}),
)

HIDDEN: Final = "—"


def shown(counts: Mapping[str, int]) -> dict[str, int | str]:
    """Return the counts of one question's answers as they may be seen; they add up to a total the reader knows.

    Nothing below 5 is shown, a zero neither: that nobody of a group came is as telling as that two did. Beside it the
    next smallest are hidden under the same mark until what is hidden is at least two numbers that make up 5 or more.
    """
    by_size = sorted(counts, key=lambda code: (counts[code], code))
    under = [code for code in by_size if counts[code] < LEAST]
    for code in by_size[len(under) :]:
        if not under or (len(under) > 1 and sum(counts[one] for one in under) >= LEAST):
            break
        under.append(code)
    return {code: HIDDEN if code in under else number for code, number in counts.items()}
