"""Measure uploads of evidence: `python -m tests.bench.bench_upload`.

Starts the production server with one worker on a demo station and uploads 20 MB as PDF, photograph and text; prints what
the server and the children that look into a file need more meanwhile, and how long another writer waits. Then sends 300 MB
with and without saying so beforehand. Exit 1 above 50 MiB more, above a second of waiting, or when anything of the 300 MB
is kept.
"""

import http.client
import io
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from PIL import Image

ALLOWED_MIB = 50.0
ALLOWED_SECONDS = 1.0
MIB = 1 << 20
LARGE = 300 * MIB
COMMAND = Path(sys.executable).with_name("mediation")
BOUNDARY = "upload-of-the-bench"


def twenty() -> dict[str, tuple[str, bytes]]:
    """Return files of just under 20 MB: a scan in a PDF, a photograph, plain text."""
    held = io.BytesIO()
    Image.effect_noise((5600, 4200), 80).convert("RGB").save(held, "JPEG", quality=92)
    photograph = held.getvalue()[: 20 * MIB]
    bound = io.BytesIO()
    with pikepdf.new() as pdf:
        for nth in range(20):
            page = pdf.add_blank_page()
            page.Contents = pikepdf.Stream(pdf, b"%% %d\n" % nth + os.urandom(1_040_000))
        pdf.save(bound, compress_streams=False)
    text = "工资条\n".encode() * (20 * MIB // 10 - 1)
    return {"PDF": ("a.pdf", bound.getvalue()), "photograph": ("a.jpg", photograph), "text": ("a.txt", text)}


class Browser:
    """Somebody signed in at the server."""

    def __init__(self, port: int, password: str) -> None:
        self.port, self.cookies = port, dict[str, str]()
        self.ask("GET", "/sign-in")
        form = {"name": "mediator", "password": password, "csrf_token": self.token}
        self.ask("POST", "/sign-in", urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded")
        found = re.search(r'href="(/cases/[\w-]{20,})"', self.ask("GET", "/cases")[1])
        assert found, "signing in failed"
        self.case = found[1]
        self.ask("GET", f"{self.case}/evidence")

    def ask(self, method: str, path: str, body: object = None, kind: str = "", chunked: bool = False) -> tuple[int, str]:
        """Send a request, return status and page; a server that answers before the end is heard."""
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        here = f"http://127.0.0.1:{self.port}"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": here}
        if kind:
            headers["Content-Type"] = kind
        if body is not None and not isinstance(body, bytes) and not chunked:
            headers["Content-Length"] = str(LARGE)
        try:
            browser.request(method, path, body, headers, encode_chunked=chunked)  # type: ignore[arg-type]
        except (BrokenPipeError, ConnectionResetError):
            print("  (the server closed the connection before the end)")
        answer = browser.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        page = answer.read().decode("utf-8", "replace")
        if found := re.search(r'name="csrf_token" value="([^"]+)"', page):
            self.token = found[1]
        return answer.status, page

    def upload(self, name: str, content: bytes) -> int:
        """Hand in one file through the form."""
        fields = {"csrf_token": self.token, "evidence_kind": "other", "party_id": "station"}
        parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
        head = "".join(parts) + f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self.ask("POST", f"{self.case}/evidence", body, f"multipart/form-data; boundary={BOUNDARY}")[0]


def proportional(parent: int) -> float:
    """Return the proportional memory of a process and all below it in MiB."""
    total = 0
    for pid in [parent, *(one for task in _tasks(parent) for one in task)]:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])  # type: ignore[index]
    return total / 1024


def _tasks(parent: int) -> Iterator[list[int]]:
    try:
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield [child]
                yield from _tasks(child)
    except (FileNotFoundError, ProcessLookupError):
        return


class Watch:
    """While it is open: the most memory of the server, and the longest wait of another writer."""

    def __init__(self, parent: int, database: Path) -> None:
        self.parent, self.database, self.most, self.longest, self.writes = parent, database, 0.0, 0.0, 0
        self.over = threading.Event()
        self.threads = [threading.Thread(target=one, daemon=True) for one in (self._measure, self._write)]

    def __enter__(self) -> "Watch":
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for one in self.threads:
            one.join()

    def _measure(self) -> None:
        while not self.over.is_set():
            self.most = max(self.most, proportional(self.parent))
            time.sleep(0.01)

    def _write(self) -> None:
        connection = sqlite3.connect(self.database, timeout=30, isolation_level=None)
        while not self.over.is_set():
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE case_file SET summary = summary WHERE rowid = 1")
            connection.execute("COMMIT")
            self.longest = max(self.longest, time.perf_counter() - begun)
            self.writes += 1
            time.sleep(0.005)


def much() -> Iterator[bytes]:
    """Yield a form with a file of 300 MB."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'.encode()
    yield head
    left = LARGE - len(head)
    while left:
        piece = bytes(min(MIB, left))
        left -= len(piece)
        yield piece


def measured(browser: Browser, parent: int, database: Path) -> bool:
    """Upload every kind and print what it took; say whether all of it is within bounds."""
    assert browser.upload("warm.txt", b"warm") == 303
    time.sleep(1)
    good = True
    for kind, (name, content) in twenty().items():
        before = proportional(parent)
        begun = time.perf_counter()
        with Watch(parent, database) as watch:
            status = browser.upload(name, content)
        took = time.perf_counter() - begun
        more = watch.most - before
        print(f"{kind:11} {len(content) / MIB:5.1f} MiB  {status}  {took:5.1f} s  {more:6.1f} MiB more  "
              f"another writer: {watch.writes} times, at most {watch.longest * 1000:.0f} ms", flush=True)
        good &= status == 303 and more <= ALLOWED_MIB and watch.longest <= ALLOWED_SECONDS
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    for said in (True, False):
        before, begun = proportional(parent), time.perf_counter()
        with Watch(parent, database) as watch:
            status, page = browser.ask("POST", f"{browser.case}/evidence", much(), kind, chunked=not said)
        told = "没有保存任何文件" in page
        print(f"300 MB {'said' if said else 'not said'} beforehand: {status}, told why: {told}, "
              f"{time.perf_counter() - begun:.1f} s, {watch.most - before:.1f} MiB more", flush=True)
        good &= status == 413 and told
    kept = sqlite3.connect(database).execute("SELECT count(*) FROM evidence WHERE name LIKE 'a.%'").fetchone()[0]
    print(f"kept: {kept} files")
    return good and kept == 3  # noqa: PLR2004 - the three of 20 MB


def main() -> None:
    """Serve, upload, print."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "MEDIATION_DATA_DIR": folder}
        users = subprocess.run([COMMAND, "demo"], env=env, check=True, capture_output=True, text=True).stdout
        password = re.search(r"^mediator +(\S+)", users, re.M)[1]  # type: ignore[index]
        serving = [COMMAND, "serve", "--port", "0", "--workers", "1"]
        server = subprocess.Popen(serving, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            port = int(re.search(r":(\d+)$", server.stdout.readline().strip())[1])  # type: ignore[union-attr,index]
            good = measured(Browser(port, password), server.pid, Path(folder) / "mediation.db")
        finally:
            server.terminate()
            server.wait(30)
    sys.exit(not good)


if __name__ == "__main__":
    main()
