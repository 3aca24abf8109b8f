"""Evidence on its pages: several files at once, what is refused and why, and nothing in a file that can run."""

import io
import re

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from mediation import config, db
from mediation.domain.filelabel import label, shown
from mediation.models.evidence import Evidence
from tests.office.evidence import given
from tests.web.house import Visitor, errors, log_case, sign_in

PLAIN = {"evidence_kind": "chat", "title": "", "party_id": "station", "proves": "", "dated_on": "", "original_seen": ""}


@pytest.fixture
def case(mediator: Visitor) -> str:
    return log_case(mediator)


def upload(visitor: Visitor, case: str, *files: tuple[bytes, str], **said: str) -> TestResponse:
    visitor.get(f"{case}/evidence")
    sent = {**PLAIN, **said, "file": [(io.BytesIO(content), name) for content, name in files]}
    return visitor.post(f"{case}/evidence", sent, content_type="multipart/form-data")  # type: ignore[arg-type]


def files(case: str) -> list[Evidence]:
    with db.reading() as session:
        return list(session.exec(select(Evidence).order_by(Evidence.position)))


def test_several_files_are_taken_in_at_once_and_what_is_refused_is_named_beside_what_was_typed(
    mediator: Visitor, case: str
) -> None:
    answer = upload(
        mediator, case, (given.jpeg(), "a.png"), (b"MZ" + bytes(200), "b.jpg"), (b"<svg onload=x>", "c.jpg"),
        ("工资\n".encode(), "d.txt"), title="聊天截图", proves="<b>拖欠</b>", shown_to_respondent="yes",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "已收取 2 件证据" in answer.text
    assert "“b.jpg”是可以运行的程序" in errors(answer)["f-file"]
    assert "“c.jpg”是网页或 SVG" in errors(answer)["f-file"]
    assert 'value="聊天截图"' in answer.text
    assert "<b>拖欠" not in answer.text
    assert re.findall(r"<input[^>]*shown_to_(\w+)[^>]* checked", answer.text) == ["respondent"]
    assert [(one.title, one.name, one.mime) for one in files(case)] == [
        ("聊天截图（1）", "a.jpg", "image/jpeg"), ("聊天截图（2）", "d.txt", "text/plain"),
    ]  # fmt: skip


def test_what_is_handed_out_can_not_run_and_is_kept_by_no_browser(mediator: Visitor, case: str) -> None:
    polyglot = given.pdf().replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1)
    upload(mediator, case, (polyglot, 'x"\r\nSet-Cookie: a=b.html'), (given.jpeg(800, 600), "y.jpg"))

    for one, how in zip(files(case), ("attachment", "inline"), strict=True):
        for part in ("file", "picture", "small") if one.about["small"] else ("file", "picture"):
            answer = mediator.get(f"/evidence/{one.id}/{part}")
            headers = answer.headers
            assert answer.status_code == 200
            assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
            assert "Set-Cookie" not in headers.get("Content-Disposition", "").partition("%")[0]
            if part == "picture":
                assert headers["Content-Disposition"].startswith(how)
            if part == "file":
                assert headers["Content-Disposition"].startswith("attachment")
                assert headers["Content-Length"] == str(one.size)
                assert headers["Content-Type"] == one.mime
    assert mediator.get(f"/evidence/{files(case)[0].id}/file").data == polyglot


def test_an_upload_beyond_the_bound_is_refused_before_it_is_read(
    mediator: Visitor, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config.Settings, "evidence_form_mib", 1)

    answer = upload(mediator, case, (bytes(1 << 20), "a.pdf"))
    other = mediator.client.post(
        f"{case}/evidence", content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(300 << 20)},
    )  # fmt: skip

    assert (answer.status_code, other.status_code) == (413, 413)
    assert "没有保存任何文件" in answer.text
    assert files(case) == []


def test_a_stranger_uploads_no_more_than_any_form_holds(house: Flask, case: str) -> None:
    stranger = Visitor(house.test_client())

    answer = upload(stranger, case, (bytes(9 << 20), "a.pdf"))

    assert answer.status_code == 413
    assert "请重新登录" in answer.text
    assert files(case) == []


def test_a_file_is_corrected_and_withdrawn_by_its_page(mediator: Visitor, case: str) -> None:
    upload(mediator, case, (given.jpeg(), "a.jpg"))
    [one] = files(case)
    mediator.get(f"/evidence/{one.id}")

    wrong = mediator.post(f"/evidence/{one.id}", {**PLAIN, "title": "照片", "dated_on": "昨天"})
    right = mediator.post(f"/evidence/{one.id}", {**PLAIN, "title": "照片", "dated_on": "2026-10-01"})
    without = mediator.post(f"/evidence/{one.id}/withdraw", {"reason": ""})
    with_reason = mediator.post(f"/evidence/{one.id}/withdraw", {"reason": "当事人要回"})

    assert (wrong.status_code, right.status_code, without.status_code, with_reason.status_code) == (422, 303, 422, 303)
    assert "昨天" in wrong.text
    page = mediator.get(f"{case}/evidence").text
    assert "当事人要回" in page
    assert 'id="bundles"' not in page


def test_a_short_bundle_is_made_at_once_and_handed_out_to_whoever_sees_the_case(house: Flask, mediator: Visitor, case: str) -> None:
    upload(mediator, case, (given.pdf(2), "a.pdf"))
    made = mediator.post(f"{case}/evidence/bundle", {"bundle_for": ""})
    none = mediator.post(f"{case}/evidence/bundle", {"bundle_for": "applicant"})

    answer = mediator.get(f"{case}/evidence/bundle.pdf?bundle_for=")

    assert (made.status_code, none.status_code, answer.status_code) == (303, 422, 200)
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert sign_in(house, "yuan").get(f"{case}/evidence/bundle.pdf").status_code == 404


@pytest.mark.parametrize(
    ("name", "seen", "labelled"),
    [
        ("../../etc/passwd", "passwd", "passwd.pdf"),
        ("C:\\x\\工资条.PDF", "工资条.PDF", "工资条.pdf"),
        ("a\r\nb: c.jpg", "ab_ c.jpg", "ab_ c.pdf"),
        ("\u202egpj.exe", "gpj.exe", "gpj.pdf"),
        ("con.txt", "con.txt", "文件_con.pdf"),
        ("....", "文件", "文件.pdf"),
        ("x" * 300 + ".docx", "x" * 80 + ".docx", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_a_label_and_never_a_path(name: str, seen: str, labelled: str) -> None:
    assert (shown(name), label(name, "pdf")) == (seen, labelled)


def test_who_corrects_second_sees_both_versions_and_loses_nothing(mediator: Visitor, case: str) -> None:
    upload(mediator, case, (given.jpeg(), "a.jpg"))
    address = f"/evidence/{files(case)[0].id}"
    [seen] = re.findall(r'name="seen" value="(\w+)"', mediator.get(address).text)
    mine = {**PLAIN, "title": "九月工资条", "proves": "欠薪", "seen": seen}

    first = mediator.post(address, {**mine, "title": "工资条"})
    second = mediator.post(address, mine)

    assert (first.status_code, second.status_code) == (303, 422)
    assert re.findall(r'<span class="prose">(.*?)</span>', second.text) == ["工资条", "九月工资条"]
    [now] = re.findall(r'name="seen" value="(\w+)"', second.text)
    assert mediator.post(address, {**mine, "seen": now}).status_code == 303
    assert files(case)[0].title == "九月工资条"
