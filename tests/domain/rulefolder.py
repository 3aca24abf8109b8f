"""A small folder of rules for tests: real strata and desks, two articles, and the rules a test writes."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from mediation.domain.faults import RuleFault
from mediation.domain.rulebook import RuleBook, load
from tests.checkout import ROOT

LAW = """
ldmal-7: {title: {zh: 法, en: Law}, article: 第七条, in_force: {from: 2008-05-01}, source: text, verified: V}
ldmal-27-1: {title: {zh: 法, en: Law}, article: 第二十七条, in_force: {from: 2008-05-01}, source: text, verified: V}
"""
GROUP = """
id: routing.group
title: {zh: 群体, en: Group}
law: [ldmal-7]
in_force: {from: 2020-01-01}
checked: 2026-11-21
when:
  workers: {at_least: 10}
then:
  - may_lead: union
examples:
  - {name: ten, given: {workers: 10}, expect: {may_lead: [union]}}
  - {name: nine, given: {workers: 9}, expect: {}}
"""


@cache
def whole() -> RuleBook:
    """Return the rule book of the checkout, read once a process: nothing changes a book."""
    return load(ROOT / "rules")


def folder(tmp_path: Path, **rules: str) -> Path:
    """Write the folder `rules` below tmp_path; each keyword is a file of routing/ with its text."""
    made = tmp_path / "rules"
    (made / "routing").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "rules" / "strata.yaml", made)
    shutil.copy(ROOT / "rules" / "desks.yaml", made)
    (made / "law.yaml").write_text(LAW)
    for name, text in rules.items():
        (made / "routing" / f"{name}.yaml").write_text(text)
    return made


def fault(made: Path) -> RuleFault:
    """Return the fault that loading the folder raises."""
    try:
        load(made)
    except RuleFault as found:
        return found
    raise AssertionError("the folder was taken for good")


def changed(old: str, new: str, text: str = GROUP) -> str:
    """Return the rule with `old` replaced, which must be there."""
    assert old in text
    return text.replace(old, new)
