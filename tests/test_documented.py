"""What a person can set, call or write in a rule is explained in the README files."""

import re
from collections.abc import Iterator

import click
import pytest

from mediation import cli
from mediation.config import Settings
from mediation.domain import clockreader, conditions, effects
from mediation.domain.talks import clauses, place
from tests.checkout import ROOT, texts

README = (ROOT / "README.md").read_text()
RULES_README = ROOT / "rules" / "README.md"


def commands(group: click.Command, name: str = "mediation") -> Iterator[str]:
    """Yield the full name of every command below `group` that isn't hidden."""
    if not isinstance(group, click.Group):
        yield name
        return
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if command and not command.hidden:
            yield from commands(command, f"{name} {word}")


@pytest.mark.parametrize("name", sorted(commands(cli.mediation)))
def test_every_command_is_in_the_readme(name: str):
    assert f"`{name}" in README


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(name: str):
    assert f"`MEDIATION_{name.upper()}`" in README


def test_the_readme_names_no_setting_or_command_that_does_not_exist():
    settings = set(re.findall(r"MEDIATION_([A-Z0-9_]+)", README))
    named = {" ".join(word.split()) for word in re.findall(r"`mediation ((?:[a-z]+(?:-[a-z]+)* ?)+)", README)}
    known = {name.removeprefix("mediation ") for name in commands(cli.mediation)}

    assert {name.lower() for name in settings} - set(Settings.model_fields) == set()
    assert {name for name in named if not any(f"{name} ".startswith(f"{one} ") for one in known)} == set()


@pytest.mark.parametrize(
    "word",
    sorted({*conditions.OPS, *conditions.JOINERS, *effects.WORDS, *clockreader.WORDS, "overrides", "levels"}),
)
def test_every_word_of_a_rule_is_in_the_rules_readme(word: str):
    assert re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`|(?m:^[^`\n]*\b{word}:)", RULES_README.read_text())


def test_every_key_used_in_a_rule_file_is_in_the_rules_readme():
    files = {name: text for name, text in texts().items()
             if re.match(r"rules/(routing|deadlines|escalation|suggestions|requirements)/.*\.yaml", name)}
    keys = {key for text in files.values() for key in re.findall(r"(?m)^([a-z_]+):", text)}
    explained = RULES_README.read_text()

    assert keys
    assert {key for key in keys if not re.search(rf"\b{key}\b", explained)} == set()


@pytest.mark.parametrize(
    "word",
    sorted({*place.EVENTS, *place.WHO, *place.SITUATIONS, *place.REQUIREMENTS, *place.BALANCES, *place.SIGNATURES,
            *place.SIGNERS, *place.BOUND, *place.WAYS, *place.FORCES, *place.CONTRACTS, *clauses.TOPICS, *clauses.FLOORS,
            *clauses.COSTS, *clauses.PROMISES, *clauses.MATTERS, *clauses.UNITS}),
)  # fmt: skip
def test_every_word_of_a_place_and_of_a_clause_is_in_the_rules_readme(word: str):
    assert f"`{word}`" in RULES_README.read_text()


def test_every_make_target_in_the_readme_exists():
    targets = set(re.findall(r"(?m)^([a-z][a-z-]*):", (ROOT / "Makefile").read_text()))

    assert set(re.findall(r"`make ([a-z-]+)", README)) <= targets


def test_every_link_of_the_readme_leads_somewhere():
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []
