"""A rehearsed draft of rules for the lively house: a period that is to be longer from a coming day on."""

from datetime import timedelta

from mediation.config import clock
from mediation.office import rule_rehearsals
from tests.web.house import Visitor

FORM = "/rules/drafts/new/period"


def drafted(chief: Visitor) -> str:
    """Draft and rehearse a longer period of mediation; return the address of its page."""
    chief.get(FORM)
    typed = {
        "period": "deadline.mediation.from_receipt mediation.from_receipt", "length": "20", "unit": "days",
        "start": (clock.today() + timedelta(days=90)).isoformat(), "title_zh": "自收到调解申请之日起二十日",
        "title_en": "Twenty days from receipt of the application",
    }  # fmt: skip
    answer = chief.post(FORM, typed)
    assert answer.status_code == 303, answer.text
    address = str(answer.headers["Location"])
    assert chief.post(f"{address}/rehearse").status_code == 303
    rule_rehearsals.run_due(clock.now())
    return address
