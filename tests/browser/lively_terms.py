"""Terms of a settlement as a form wants them, and an agreement issued from them."""

from __future__ import annotations

import re

from tests.web.house import Visitor


def terms_of(page: str) -> dict[str, str]:
    """Return terms that hold for the form shown: every claim settled, one payment."""


    claims = dict.fromkeys(re.findall(r'name="(claims\[[\w-]+\])"', page), "settled")
    claims |= parts(page, "26000")
    parties = re.findall(r'<option value="([\w-]{10,})"', page)
    return {
        **claims, "do": "preview", "payer": parties[1], "payee": parties[0], "method": "bank", "total": "26,000",
        "account.name": "李秀英", "account.bank": "中国工商银行漕河支行", "account.number": "6222021001116245702",
        "instalments[0].due_on": "2026-12-10", "instalments[0].amount": "13000",
        "instalments[1].due_on": "2027-01-10", "instalments[1].amount": "13000",
        "facts": "双方确认公司尚欠工资二万六千元。", "mediator": "王调解", "recorder": "陈记录",
        "default_clause": "任何一期逾期未付的，剩余款项视为全部到期。",
    }  # fmt: skip


def parts(page: str, total: str) -> dict[str, str]:
    """Return how the total is made up of the claims of the form shown: all of it for the first."""
    names = list(dict.fromkeys(re.findall(r'name="(amounts\[[\w-]+\])"', page)))
    return {name: "0" if nth else total for nth, name in enumerate(names)}


def settle(visitor: Visitor, case: str) -> str:
    """Draft, preview and issue a settlement of a case; return the address of its preview."""
    visitor.get(case)
    form = visitor.post(f"{case}/settlement").headers["Location"]
    preview = visitor.post(form, terms_of(visitor.get(form).text))
    assert preview.status_code == 303, preview.text
    visitor.get(preview.headers["Location"])
    assert visitor.post(f"{form}/issue").status_code == 303
    return str(preview.headers["Location"])
