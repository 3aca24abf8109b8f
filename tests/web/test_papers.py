"""The page of papers in the browser: previewed, issued with one press, the package only with the password."""

import io
import re
import zipfile

from mediation.press import samples
from tests.make import PASSWORD
from tests.web.house import Visitor, errors, log_case


def test_a_paper_is_previewed_and_issued_with_one_press_and_the_package_asks_for_the_password(mediator: Visitor) -> None:
    papers = f"{log_case(mediator)}/papers"
    page = mediator.get(papers)
    assert "还没有受理：双方都同意调解、主办部门接收后才受理" in page.text

    draft = mediator.get(f"{papers}/registration.pdf")
    assert draft.data.startswith(b"%PDF")
    issued = mediator.post(f"{papers}/registration", {"about": ""})
    assert issued.headers["Location"].endswith("/papers#registration")
    assert "字第0001号" in mediator.get(papers).text
    assert mediator.post(f"{papers}/registration", {"about": ""}).status_code == 409

    wrong = mediator.post(f"{papers}/package", {"password": "wrong password 1"})
    assert (wrong.status_code, errors(wrong)) == (422, {"f-password": "密码不正确。"})
    unsaid = mediator.post(f"{papers}/package", {"password": PASSWORD})
    assert (unsaid.status_code, "f-share_basis" in unsaid.text, PASSWORD in unsaid.text) == (422, True, False)
    right = mediator.post(f"{papers}/package", {"password": PASSWORD, "share_basis": "本站留存"})
    with zipfile.ZipFile(io.BytesIO(right.data)) as packed:
        assert "case.json" in packed.namelist()


def test_the_gallery_leads_to_a_sample_of_every_kind_that_has_one_under_a_chinese_name(mediator: Visitor) -> None:
    page = mediator.get("/papers").text
    found = dict(re.findall(r"<tr>.*?<strong>(.*?)</strong>.*?/papers/(\w+)\.pdf", page, re.S))

    assert sorted(found.values()) == sorted(samples.KINDS)
    assert [name for name in found if re.search("[A-Za-z]", name)] == []
    assert mediator.get("/papers/police_report.pdf").data.startswith(b"%PDF")
    assert mediator.get("/papers/file_stamps.pdf").status_code == 404
