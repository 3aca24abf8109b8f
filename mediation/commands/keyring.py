"""The keys of the house before it is used: made for an empty one, asked for by one that holds something."""

from pathlib import Path

import sqlalchemy as sa

from mediation import config, db


def ready() -> list[Path]:
    """Make missing keys for an empty database and return them.

    Raises MissingKey when the database already has users: what was sealed with the lost key would be lost for good.
    """
    engine = db.engine()
    if sa.inspect(engine).has_table("user_account"):
        with engine.connect() as connection:
            used = connection.execute(sa.text("SELECT 1 FROM user_account LIMIT 1")).first() is not None
    else:
        used = False
    if not used:
        return config.ensure_keys()
    for name in config.KEY_NAMES:
        config.key(name)
    return []
