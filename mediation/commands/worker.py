"""`mediation worker`: the background jobs, until it is stopped."""

import logging
import os
import signal
import sys
import threading

import click

from mediation.commands.faults import spoken


@click.command()
@click.option("--threads", type=click.IntRange(1, 16), default=2, show_default=True, help="Jobs at the same time.")
@click.option("--no-schedule", is_flag=True, help="Only run what another worker schedules.")
@click.option("--until-eof", is_flag=True, hidden=True, help="Stop when standard input ends.")
def worker(threads: int, no_schedule: bool, until_eof: bool) -> None:
    """Run the background jobs: sweeps, mail, digests, dockets, roster. Ctrl-C (SIGINT) lets running jobs end first.

    SIGTERM stops at once; what was cut short is done by the next run.
    """
    from mediation import logs
    from mediation.commands.serve import prepare
    from mediation.jobs.queue import queue

    logs.configure()
    logging.getLogger("huey").setLevel(logging.WARNING)
    with spoken():
        prepare()
        consumer = queue().create_consumer(
            workers=threads, periodic=not no_schedule, max_delay=2.0, check_worker_health=True
        )
    if until_eof:
        threading.Thread(target=_watch_input, name="input", daemon=True).start()
    click.echo("The background jobs are running; Ctrl-C ends them.", err=True)
    consumer.run()


def _watch_input() -> None:
    """Stop gracefully when whoever holds the other end of standard input is gone."""
    while sys.stdin.buffer.read(4096):
        pass
    os.kill(os.getpid(), signal.SIGINT)
