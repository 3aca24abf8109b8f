"""Every reason that the loader can tell is told in Chinese too: read from its sources, so that none is forgotten."""

import ast
import re
from collections.abc import Iterator

import pytest

from mediation.domain import faultwords
from mediation.domain.faultwords import UNKNOWN, in_chinese
from tests.checkout import ROOT

DOMAIN = ROOT / "mediation" / "domain"
LOADER = (
    "clockreader", "conditions", "effects", "examples", "lawbook", "patterns", "rule", "rulebook", "rulefile", "shape",
    "situation", "talks/clauses", "talks/placebook", "talks/placefile",
)  # fmt: skip
SAYS = re.compile(r"fault|RuleFault|TooComplex|SituationFault|_fault|_typed")
WORDS = {"_kind(field)": "a day", "wanted": "a text", "says": "number", "found": "holds, but should not"}
OF_A_VALUE = ("is not ", "is out ", "is always known", "no such ")
"""What is said of a value stands behind its field and the value itself."""

TYPES = ("a text", "true or false", "a day such as 2026-11-22", "a whole number", "a list of words")
WHOLE = {
    "cannot be computed: x9": "example 'x9': talks.reply cannot be computed: x9",
    "example 'x9': x9": "example 'x9': flags should be [a], the rule says [b]",
    "no example at the boundary of x9: none is given x9: x9, just x9":
        "no example at the boundary of workers: {at_least: 10}: none is given workers: 9, just outside",
    "reads 'x9', which x9 infers only in stratum x9": "reads 'x9', which x9 infers only in stratum x9, not before x9",
    "stratum x9 may not bring about 'x9'; allowed: ": "stratum x9 may not bring about 'x9'; allowed: x9",
    "two versions are in force on x9":
        "two versions are in force on x9 (the other: x9): end the earlier one the day before (until)",
    "-x9 to x9": "workers: x9 is out of bounds; allowed: -x9 to x9",
    "true, false": "threat: x9 is not a yes/no value; allowed: true, false",
    **{one: f"x9 should be {one}, not 'x9'" for one in TYPES},
}  # fmt: skip
"""What is but a part of a sentence, and a sentence that it is part of."""


def sample(node: ast.expr) -> str | None:
    """Return an example of what an expression says, None where it is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(filled(one) for one in node.values)
    return None


def filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    said = ast.unparse(part.value)
    if said.startswith("nearest(") or said in ("hint", "allowed"):
        return " — did you mean 'y9'?" if said.startswith("nearest(") else ""
    return WORDS.get(said, "2026-11-22" if said.endswith("day") else "x9")


def told(module: str) -> Iterator[str]:
    """Yield an example of each sentence that is given as a reason in one module, or made to be one."""
    for node in ast.walk(ast.parse((DOMAIN / f"{module}.py").read_text("utf-8"))):
        made: list[ast.expr] = []
        if isinstance(node, ast.Call) and SAYS.search(ast.unparse(node.func)):
            made = node.args
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("reason", "problem"):
            made = [node.value, *((node.value.body, node.value.orelse) if isinstance(node.value, ast.IfExp) else ())]
        for one in made:
            said = sample(one)
            if said and " " in said and "reason" not in ast.unparse(one):
                yield f"x9: x9 {said}" if said.startswith(OF_A_VALUE) else said


SENTENCES = sorted({(module, one) for module in LOADER for one in told(module)})


def test_the_sources_hold_the_sentences_that_are_looked_for() -> None:
    assert len(SENTENCES) > 110


@pytest.mark.parametrize(("module", "sentence"), SENTENCES)
def test_a_reason_of_the_loader_is_told_in_chinese(module: str, sentence: str) -> None:
    said = in_chinese(WHOLE.get(sentence, sentence))

    assert not said.startswith(UNKNOWN.partition("%")[0]), sentence
    assert "did you mean" not in said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unknown word 'whne' — did you mean 'when'?", "不认识的词“whne”，是否应为“when”？"),
        ("law.yaml has no entry 'lcl-47x' — did you mean 'lcl-47'?",
         "规则手册（law.yaml）没有代号为“lcl-47x”的条文，是否应为“lcl-47”？"),
        ("workers: 'ten' is not a whole number; allowed: a whole number (people)",
         "workers：'ten' 不是整数；可用：整数（people）"),
        ("channel: 'fax' is not one of the values; allowed: phone, online", "channel：'fax' 不是可选的值；可用：phone, online"),
        ("infer: flags.group: 3 is not a yes/no value", "infer（推断）：flags.group：3 不是 true 或 false"),
        ("example 'a': mediation.accept should be 2026-09-22, but is 2026-09-21",
         "例子“a”：mediation.accept：例子写的是 2026-09-22，推算为 2026-09-21"),
        ("deadline: from 'x' is no day field of case; allowed: a, b",
         "deadline（期限）：from：“x”不是 case 的日期字段；可用：a, b"),
        ("two versions are in force on 2026-01-01 (the other: rules/a.yaml): end the earlier one the day before (until)",
         "2026-01-01 有两个版本同时有效（另一个在 rules/a.yaml）：请把前一个截止（until）到前一日"),
        ("reads 'a', which r infers only in stratum s, not before t", "用到“a”，而 r 在规则分组 s 才推断出来，不在 t 之前"),
        ("YAML directives (%) are not allowed", "不能使用 YAML 指令（%）"),
        ("something never heard of", "规则文件有错误：something never heard of"),
    ],
)  # fmt: skip
def test_a_reason_keeps_its_names_and_days(reason: str, said: str) -> None:
    assert in_chinese(reason) == said
    assert faultwords.both(reason).en == reason
