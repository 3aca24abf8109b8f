"""`mediation serve`: the production server, gunicorn in this process."""

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click
from flask import Flask

from mediation import config, db, places
from mediation.commands import keyring
from mediation.commands.faults import spoken

SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files, unlinked as soon as they are open
OPTIONS: Final[Mapping[str, Any]] = {
    "worker_class": "gthread",
    "threads": 8,
    "timeout": 60,
    "graceful_timeout": 30,
    "keepalive": 5,
    "max_requests": 10_000,
    "max_requests_jitter": 1_000,
    "preload_app": False,
    "forwarded_allow_ips": "",
    "control_socket_disable": True,
    "loglevel": "warning",
}


@click.command()
@click.option("--host", help="Address to listen on; default MEDIATION_HOST or 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; default MEDIATION_PORT or 8000; 0: a free one.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; default MEDIATION_WORKERS or 2.")
@click.option("--with-worker", is_flag=True, help="Run the background jobs (`mediation worker`) beside it.")
def serve(host: str | None, port: int | None, workers: int | None, with_worker: bool) -> None:
    """Serve the pages; an empty database is migrated first. Ends gracefully at SIGTERM or Ctrl-C.

    Doesn't start on faulty rules, missing keys or an outdated schema.
    """
    chosen = config.settings()
    with spoken():
        prepare()
    bind = f"{chosen.host if host is None else host}:{chosen.port if port is None else port}"
    options = {**OPTIONS, "bind": bind, "workers": workers or chosen.workers, "when_ready": _say_where}
    _server({**options, **(_beside() if with_worker else {})}).run()


def prepare() -> None:
    """Make sure that keys, schema and rules are in order. Raises RuleFault, or ClickException naming the remedy."""
    from mediation import migrations
    from mediation.domain import rulebook
    from mediation.office import rule_texts

    chosen = config.settings()
    standing = migrations.current(db.engine())
    keyring.ready()
    if standing is None:
        db.migrate()
    elif standing != migrations.head():
        migrations.refuse_unknown(standing)
        raise click.ClickException(f"the schema stands at {standing}: run `mediation migrate` first (after a backup)")
    with db.reading() as session:
        published = rule_texts.newest(session)
    if published is None:  # else the folder isn't in use; one that can't be read leaves the last good book in use
        rulebook.load(chosen.rules_dir, cache=places.cache_dir(chosen.data_dir))
    db.refresh_statistics()
    db.dispose()


def application() -> Flask:
    """Make this worker's application: engine, rules and pages of its own, warm before the first request."""
    from mediation.app import create_app
    from mediation.office import rules

    app = create_app()
    rules.current()
    gc.collect()
    gc.freeze()  # what lives as long as the worker isn't looked through for garbage while a page waits
    return app


def _server(options: Mapping[str, Any]) -> Any:
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn with our options instead of a file of its own."""

        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)
            if SHARED_MEMORY.is_dir():
                self.cfg.set("worker_tmp_dir", str(SHARED_MEMORY))

        def load(self) -> Flask:
            return application()

    return Server()


def _beside() -> Mapping[str, Any]:
    """Return the hooks that begin a worker when the server listens and end it with the server."""
    from mediation.commands.worker_beside import Beside

    beside = Beside()

    def when_ready(arbiter: Any) -> None:
        _say_where(arbiter)
        beside.start()

    def on_exit(arbiter: Any) -> None:
        beside.stop()

    return {"when_ready": when_ready, "on_exit": on_exit}


def _say_where(arbiter: Any) -> None:
    for listener in arbiter.LISTENERS:
        host, port = listener.sock.getsockname()[:2]
        click.echo(f"Serving on http://{f'[{host}]' if ':' in host else host}:{port}")
