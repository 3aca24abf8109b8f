"""A supervisor changes a period from a day on, rehearses it, publishes it; files are read within bounds; faults are shown."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from flask import Flask

from mediation.config import clock
from mediation.office import rule_carrying, rule_rehearsals, rules
from tests.office.amending import GROUP, PERIOD, smaller_groups, text_of
from tests.web.house import Visitor, errors, least, log_case, sign_in


@pytest.fixture
def zhan(house: Flask) -> Visitor:
    return sign_in(house, "zhan")


def sent(visitor: Visitor, name: str, content: bytes, **typed: str) -> str:
    visitor.get("/rules/drafts/new/upload")
    answer = visitor.post("/rules/drafts/new/upload", {"file": (io.BytesIO(content), name), **typed})  # type: ignore[dict-item]
    return str(answer.headers.get("Location", "")) or answer.text


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def test_a_changed_rule_is_rehearsed_published_and_what_happened_stands_beside_the_forecast(house: Flask, mediator: Visitor, zhan: Visitor) -> None:
    case = log_case(mediator)  # one worker: it stays
    group = log_case(mediator, {**least(), "workers": "7"})
    address = sent(zhan, "group.yaml", (smaller_groups()[GROUP] or "").encode(), title="五人即为群体")
    assert "十人以上群体争议由工会主办" in zhan.get(address).text

    assert zhan.post(f"{address}/publish", {"title": "x"}).status_code == 422
    assert zhan.post(f"{address}/rehearse").status_code == 303
    assert "等待演练" in zhan.get(address).text
    rule_rehearsals.run_due(clock.now())
    page = zhan.get(address).text
    assert "共 2 件演练：1 件会变动" in page
    assert f'href="{group}"' in page
    assert f'href="{case}"' not in page
    assert zhan.post(f"{address}/publish", {"title": "群体争议新标准", "note": "试行"}).status_code == 303
    assert "等待执行" in zhan.get(address).text
    rule_carrying.carry_due(clock.now() + timedelta(minutes=1))

    assert "与预计一致 1 件，不同 0 件" in zhan.get(address).text
    assert "规则变更，重新分流" in mediator.get(group).text
    listing = sign_in(house, "shen").get("/rules/drafts").text
    assert "群体争议新标准" in listing
    assert "第 1 版" in listing
    assert "演练结果" not in listing
    rules.forget()


def test_a_period_is_changed_by_a_form_and_a_value_too(zhan: Visitor) -> None:
    zhan.get("/rules/drafts/new/period")
    wrong = zhan.post("/rules/drafts/new/period", {"period": "x y", "length": "0", "unit": "x", "start": "2027-13-01", "title_zh": "甲", "law": "ldmal-999"})
    assert set(errors(wrong)) == {"f-period", "f-length", "f-unit", "f-start", "f-title_en", "f-law"}
    typed = {"period": "deadline.mediation.accept mediation.accept", "length": "5", "unit": "workdays", "start": "2027-03-01"}
    page = zhan.get(str(zhan.post("/rules/drafts/new/period", typed).headers["Location"])).text
    assert '<time datetime="2027-03-01">' in page
    assert "至前一日止失效" in page
    assert "workdays: 5" in page
    assert "双方同意后五个工作日" in page

    zhan.get("/rules/drafts/new/parameter")
    value = {"parameter": "shanghai.minimum_wage_month", "value": "2800", "start": "2027-07-01", "source": "沪人社规〔2027〕1号", "verified": "S"}
    page = zhan.get(str(zhan.post("/rules/drafts/new/parameter", value).headers["Location"])).text
    assert "value: 280000" in page
    assert zhan.post("/rules/drafts/new/parameter", {**value, "start": "2020-01-01"}).status_code == 422


def test_faults_of_an_uploaded_file_are_shown_by_file_rule_line_and_reason(zhan: Visitor) -> None:
    address = sent(zhan, "mediation.yaml", f"{text_of(PERIOD)}---\n{text_of(PERIOD)}".encode())
    page = zhan.get(address).text
    zhan.client.set_cookie("language", "en")
    english = zhan.get(address).text

    assert re.search(r"rules/deadlines/mediation\.yaml:\d+", page)
    assert "deadline.mediation.accept" in page
    assert "有两个版本同时有效" in page
    assert "two versions are in force" not in page
    assert "two versions are in force" in english
    assert "演练</button>" not in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.exe", b"a", "只能上传 .yaml"),
        ("x.yaml", b"\xff\xfe", "UTF-8"),
        ("x.zip", b"no zip", "压缩包无法读取"),
        ("broken.zip", zipped({"routing/x.yaml": b"a: 1\n" * 900})[:60] + b"?" * 9 + zipped({"routing/x.yaml": b"a: 1\n" * 900})[69:], "压缩包无法读取"),
        ("x.zip", zipped({"routing/../../x.yaml": b"a: 1"}), "文件名只能用"),
        ("x.zip", zipped({"routing/x.py": b"a"}), "文件名只能用"),
        ("bomb.zip", zipped({"routing/x.yaml": b"#" * (2 << 20)}), "1 MiB"),
        ("many.zip", zipped({f"routing/x{nth}.yaml": b"#" for nth in range(501)}), "文件过多"),
    ],
)
def test_what_is_no_rule_file_is_refused_beside_the_field(zhan: Visitor, name: str, content: bytes, said: str) -> None:
    assert said in sent(zhan, name, content)


def test_others_see_no_drafts(house: Flask, mediator: Visitor, zhan: Visitor) -> None:
    address = sent(zhan, "group.yaml", (smaller_groups()[GROUP] or "").encode())

    assert mediator.get(address).status_code == 403
    assert mediator.get("/rules/drafts").status_code == 403
    assert sign_in(house, "guan").get(address).status_code == 200
    assert sign_in(house, "guan").post(f"{address}/publish").status_code == 403
