"""Run the console command in this process, with its own data folder."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from mediation import cli


@dataclass(frozen=True)
class Done:
    """Exit status and what was said."""

    code: int
    out: str
    err: str


def run(*arguments: str, data_dir: Path | None = None) -> Done:
    """Run `mediation ARGUMENTS`; a data folder of its own keeps caches and keys apart."""
    out, err = io.StringIO(), io.StringIO()
    given = {"MEDIATION_DATA_DIR": str(data_dir)} if data_dir else {}
    code = 0
    with mock.patch.dict("os.environ", given), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main(list(arguments))
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Done(code, out.getvalue(), err.getvalue())
