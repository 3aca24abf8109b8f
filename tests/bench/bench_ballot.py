"""Measure a vote by phone: `python -m tests.bench.bench_ballot [PHONES]`.

Starts the production server on a database of its own, opens a vote of PHONES (500), and lets as many browsers open the
page of their code and vote, eight at a time, every tenth a second time. Exit 1 when it takes over two minutes, when a
ballot is lost or counts twice.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ALLOWED_SECONDS = 120.0
AT_ONCE = 8
COMMAND = Path(sys.executable).with_name("mediation")
PREPARE = """
import sys
from datetime import timedelta
from mediation import db
from mediation.config import clock
from mediation.office import talks_ballots, talks_votes
from sqlmodel import select
from mediation.models.station import Station
from mediation.models.user import User
from tests.office.talks.drafts import agreed
now = clock.now()
with db.transaction() as session:
    station = session.exec(select(Station)).first()
    by = session.exec(select(User).where(User.role == "supervisor")).first()
    row = agreed(session, station.id, draft_signed_on=now.date() - timedelta(days=9))
    plan = {"on": now.date().isoformat(), "body": "all_staff", "way": "phone", "delegates": sys.argv[1]}
    vote = talks_votes.plan(session, row.id, plan, by=by, now=now)
    codes = talks_ballots.make_codes(session, vote.id, by=by, now=now)
    talks_ballots.open_vote(session, vote.id, hours=2, by=by, now=now)
print(vote.id, *codes)
"""
COUNT = """
import sys
from mediation import db
from mediation.config import clock
from mediation.office import house, talks_ballots
with db.transaction() as session:
    vote = talks_ballots.end(session, sys.argv[1], present="", by=house.at_the_console(session), now=clock.now())
print(vote.yes, vote.no, vote.abstain)
"""


def main(phones: int = 500) -> None:
    """Serve, vote, count."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "MEDIATION_DATA_DIR": folder}
        subprocess.run([COMMAND, "demo"], env=env, check=True, capture_output=True)
        vote, *codes = _python(PREPARE, env, str(phones)).split()
        serving = [COMMAND, "serve", "--port", "0"]
        server = subprocess.Popen(serving, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            port = int(re.search(r":(\d+)$", server.stdout.readline().strip())[1])  # type: ignore[union-attr,index]
            choices = [("yes", "no", "abstain")[nth % 3] for nth in range(phones)]
            began = time.perf_counter()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                again = sum(pool.map(lambda one: _vote(port, *one), zip(range(phones), codes, choices, strict=True)))
            took = time.perf_counter() - began
        finally:
            server.terminate()
            server.wait(30)
        counted = [int(one) for one in _python(COUNT, env, vote).split()]
    wanted = Counter(choices)
    right = counted == [wanted["yes"], wanted["no"], wanted["abstain"]]
    print(f"{phones} phones voted in {took:.1f} s (allowed {ALLOWED_SECONDS}), {phones / took:.0f} a second; {again} tried twice")
    print(f"counted {counted}, cast {[wanted[one] for one in ('yes', 'no', 'abstain')]}")
    sys.exit(int(took > ALLOWED_SECONDS or not right or again != -(-phones // 10)))


def _python(code: str, env: dict[str, str], *given: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *given], env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _vote(port: int, nth: int, code: str, choice: str) -> int:
    """Vote as one phone; every tenth tries a second time and must be refused. Returns how many were refused."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cookies: dict[str, str] = {}

    def ask(method: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Host": f"127.0.0.1:{port}"}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
        browser.request(method, f"/ballot/{code}", body, headers)
        answer = browser.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode()

    status, page = ask("GET")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert status == 200, status
    assert token
    form = urllib.parse.urlencode({"choice": choice, "csrf_token": token[1]})
    assert ask("POST", form)[0] == 303
    refused = nth % 10 == 0 and ask("POST", form)[0] == 409
    browser.close()
    return int(refused)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
