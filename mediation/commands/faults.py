"""Faults of the surroundings, said in one line: exit 1, what, where, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from mediation.config import HouseFault


@contextmanager
def spoken() -> Iterator[None]:
    """Turn faults that an operator can mend into a plain message and exit status 1."""
    try:
        yield
    except (HouseFault, OSError) as fault:
        raise click.ClickException(str(fault)) from fault
    except (OperationalError, ProgrammingError) as fault:
        reason = str(fault.orig).strip().splitlines()[0]
        raise click.ClickException(
            f"the database doesn't answer or has no schema (`mediation migrate`): {reason}"
        ) from fault
