"""Commands that render nothing begin at once: they import only what they use."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mediation import cli

HEAVY = ("weasyprint", "alembic", "durable", "flask", "gunicorn", "mediation.models.settlement")
SPARED = {
    ("user", "list"): HEAVY,
    ("audit", "verify"): HEAVY,
    ("date", "--help"): (*HEAVY, "sqlalchemy", "pydantic", "yaml"),
    ("rules", "vocabulary", "--json"): (*HEAVY, "sqlalchemy", "pydantic"),
    ("intake", "--help"): (*HEAVY, "sqlalchemy"),
    ("--help",): (*HEAVY, "sqlalchemy", "pydantic", "mediation.commands"),
}


@pytest.mark.parametrize("arguments", SPARED, ids=" ".join)
def test_a_light_command_imports_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path):
    script = "import sys, json\nfrom mediation import cli\ntry: cli.main(sys.argv[1:])\nexcept SystemExit: pass\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"

    run = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True,
        env={"MEDIATION_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip

    imported = set(json.loads(run.stderr.splitlines()[-1]))
    assert [name for name in SPARED[arguments] if name in imported] == []


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str):
    command = cli.mediation.get_command(click.Context(cli.mediation), name)

    assert command is not None
    assert command.get_short_help_str(200) == cli.COMMANDS[name][1]
