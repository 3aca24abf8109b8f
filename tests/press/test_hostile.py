"""Hostile records and hostile pages: nothing is run, reached, leaked or hung."""

from __future__ import annotations

import http.server
import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from mediation.press import GlyphMissing, Limits, Pool, RecordInvalid, TextBroken, TimedOut, prepare, print_document
from mediation.press.canonical import canonical, digest
from mediation.press.process import Job
from tests.press import attacks, samples
from tests.press.reading import copied_text, squeezed


def _raw(html: str) -> Job:
    data = canonical({"html": html})
    return Job(kind="raw", created=samples.CREATED.isoformat(), digest=digest(data), data=data)


@pytest.fixture(scope="module")
def raw_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Return a pool whose template lets any page through, with short limits."""
    documents = attacks.raw_templates(tmp_path_factory.mktemp("raw") / "documents")
    pool = Pool(1, documents=documents, limits=Limits(cpu_seconds=2, wall_seconds=20))
    yield pool
    pool.close()


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Return the address of a server on this machine and the list of what was asked of it."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_a_page_that_reaches_out_gets_nothing_and_attaches_nothing(
    raw_pool: Pool, listener: tuple[str, list[str]]
) -> None:
    url, asked = listener

    header, pdf = raw_pool.run(_raw(attacks.reaching_out(url)))

    assert header["status"] == "done"
    assert len(header["complaints"]) > 10
    assert asked == []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert list(file.attachments) == ["raw.json"]
        streams = [thing.read_bytes() for thing in file.objects if isinstance(thing, pikepdf.Stream)]
    assert not any(b"root:" in stream for stream in streams)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "</style><style>*{display:none}",
        '<link rel=attachment href="file:///etc/passwd">',
        '"><img src=x onerror=y>',
        "{{ 7*7 }}{% include 'base.css' %}",
        "&lt;b&gt;&amp;",
    ],
)
def test_markup_in_a_name_is_printed_as_it_was_typed(pool: Pool, name: str) -> None:
    record = samples.agreement(parties=[samples.worker(name=name), samples.employer()])

    printed = print_document("agreement", record, created=samples.CREATED, pool=pool)

    assert squeezed(name) in copied_text(printed.pdf)
    with pikepdf.open(io.BytesIO(printed.pdf)) as file:
        assert list(file.attachments) == ["agreement.json"]


def test_marks_that_hide_or_turn_text_are_taken_out() -> None:
    name = "张\u202e三\u200b四\u2066五\u0000六\ufeff七\u00ad八\U000e0101九\t十"

    record = json.loads(prepare("agreement", samples.agreement(mediators=[name])))

    assert record["mediators"] == ["张三四五六七八九 十"]


def test_half_a_character_is_refused_by_field() -> None:
    with pytest.raises(TextBroken) as refused:
        prepare("agreement", samples.agreement(parties=[samples.worker(name="张\ud842"), samples.employer()]))

    assert refused.value.problems[0].field == "parties.0.name"


def test_a_character_without_a_glyph_is_named_with_its_field() -> None:
    with pytest.raises(GlyphMissing) as refused:
        prepare("agreement", samples.agreement(recorder="张𮧵😀"))

    problem = refused.value.problems[0]
    assert (problem.field, problem.value) == ("recorder", "𮧵😀")
    assert "𮧵（U+2E9F5）" in problem.text()


def test_a_glyph_that_only_the_template_wants_is_noticed_too(raw_pool: Pool) -> None:
    header, _ = raw_pool.run(_raw("<p>张𮧵"))

    assert (header["status"], header["characters"]) == ("missing", "𮧵")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cause": "长" * 81}, "cause"),
        ({"facts": "长" * 4001}, "facts"),
        ({"requests": [{"text": "甲"}] * 31}, "requests"),
        ({"payments": [samples.payment(37)]}, "payments.0.instalments"),
        ({"payments": [samples.payment(amount=11_200_001)]}, "payments.0"),
        ({"payments": [samples.payment(amount=112000.0)]}, "payments.0.amount"),
        ({"copies": 2}, "copies"),
        ({"parties": [samples.worker(), samples.worker()]}, ""),
        ({"unheard_of": 1}, "unheard_of"),
        ({"organisation_kind": "court"}, "organisation_kind"),
    ],
)
def test_a_record_of_the_wrong_shape_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RecordInvalid) as refused:
        prepare("agreement", samples.agreement(**changes))

    assert field in [problem.field for problem in refused.value.problems]


def test_the_longest_record_allowed_is_printed_within_the_limits(pool: Pool) -> None:
    record = samples.group(300)
    record.update(facts="据实记录。\n" * 600, disputed="争议事项。" * 400, results=["处理结果。" * 200] * 20)

    printed = print_document("agreement", record, created=samples.CREATED, pool=pool)

    assert len(printed.pdf) > 100_000


def test_a_page_that_never_ends_is_stopped_and_the_next_is_printed(raw_pool: Pool) -> None:
    with pytest.raises(TimedOut, match="CPU 2 s"):
        raw_pool.run(_raw(attacks.BOMBS["flex 30 deep"]))

    header, pdf = raw_pool.run(_raw(attacks.HARMLESS))
    assert header["status"] == "done"
    assert pdf.startswith(b"%PDF-")
