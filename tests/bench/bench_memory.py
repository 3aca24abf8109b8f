"""Measure a web worker's memory: `python -m tests.bench.bench_memory [REQUESTS]`.

Starts the production server with one worker on a demo station and asks for REQUESTS (10,000) pages; prints the
worker's resident memory on the way. Exit 1 above 200 MiB or when it still grows in the second half.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

ALLOWED_MIB = 200.0
GROWTH_MIB = 8.0
COMMAND = Path(sys.executable).with_name("mediation")


def main(requests: int = 10_000) -> None:
    """Serve, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "MEDIATION_DATA_DIR": folder}
        users = subprocess.run([COMMAND, "demo"], env=env, check=True, capture_output=True, text=True).stdout
        password = re.search(r"^mediator +(\S+)", users, re.M)[1]  # type: ignore[index]
        serving = [COMMAND, "serve", "--port", "0", "--workers", "1"]
        server = subprocess.Popen(serving, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            port = int(re.search(r":(\d+)$", server.stdout.readline().strip())[1])  # type: ignore[union-attr,index]
            failed = _ask(port, password, requests, server.pid)
        finally:
            server.terminate()
            server.wait(30)
    sys.exit(failed)


def _ask(port: int, password: str, requests: int, parent: int) -> int:
    browser = http.client.HTTPConnection("127.0.0.1", port)
    cookies: dict[str, str] = {}

    def ask(method: str, path: str, body: str = "") -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Host": f"127.0.0.1:{port}"}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
        browser.request(method, path, body, headers)
        answer = browser.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                cookies[key] = rest.partition(";")[0]
        return answer.read().decode()

    token = re.search(r'name="csrf_token" value="([^"]+)"', ask("GET", "/sign-in"))[1]  # type: ignore[index]
    ask("POST", "/sign-in", urllib.parse.urlencode({"name": "mediator", "password": password, "csrf_token": token}))
    cases = re.findall(r'href="(/cases/[\w-]{20,})"', ask("GET", "/cases"))
    assert cases, "signing in failed"
    seen = []
    for nth in range(requests):
        ask("GET", ("/", "/cases", "/intake", cases[nth % len(cases)])[nth % 4])
        if (nth + 1) % (requests // 10) == 0:
            seen.append(_resident(parent))
            print(f"{nth + 1:7} requests  {seen[-1]:6.1f} MiB", flush=True)
    grown = seen[-1] - seen[len(seen) // 2]
    print(f"grown in the second half: {grown:.1f} MiB (allowed {GROWTH_MIB}), at the end {seen[-1]:.1f} (allowed {ALLOWED_MIB})")
    return int(seen[-1] > ALLOWED_MIB or grown > GROWTH_MIB)


def _resident(parent: int) -> float:
    """Return the resident memory of the server's one worker in MiB."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    sizes = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) * 4 / 1024 for one in children]
    return max(sizes)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
