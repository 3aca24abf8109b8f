"""The mediation room with enough in it to look at: what the parts of a case hold, by the name of their page."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.party import Party
from mediation.models.user import User
from mediation.office import evidence
from mediation.office.evidence import Details, Upload, changing
from tests.browser.lively_consents import consented
from tests.browser.lively_people import peopled
from tests.browser.lively_sittings import sat
from tests.office.evidence import given


def furnish(case: str) -> dict[str, str]:
    """Fill the room of the case at the address `case`; return its pages by name, for the mediator to look at."""
    return {"evidence": f"{case}/evidence", "evidence-one": handed_in(case), **sat(case), **peopled(case), **consented(case)}


def handed_in(case: str) -> str:
    """Hand in evidence of several kinds, one of it withdrawn; return the address of a picture."""
    case_id, now = case.rpartition("/")[2], clock.now()
    with db.reading() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
        sides = {one.side: one.id for one in session.exec(select(Party).where(Party.case_id == case_id))}

    def give(content: bytes, name: str, side: str, **said: object) -> str:
        details = Details(party_id=sides.get(side), **said)  # type: ignore[arg-type]
        return evidence.add(case_id, Upload(name, io.BytesIO(content)), details, by=by, now=now)

    picture = give(
        _photograph(), "IMG_2031.jpg", "applicant", kind="payslip", title="九月工资条（照片）", original_seen=True,
        proves="九月应发 8,800 元，至今未付", shown_to=("respondent",), dated_on=now.date(),
    )  # fmt: skip
    give(given.pdf(12, script=True), "银行流水.pdf", "applicant", kind="bank_record", proves="七月以后没有工资入账")
    give(given.docx(), "考勤汇总.docx", "respondent", kind="attendance", title="十月考勤汇总", original_seen=False)
    give("微信聊天：工资下周发。\n".encode(), "聊天记录.txt", "", kind="chat")
    back = give(given.jpeg(200, 120, "grey"), "合影.jpg", "applicant", kind="photo")
    with db.transaction() as session:
        changing.withdraw(session, back, "与本案无关，当事人要求取回", by=by, now=now)
    return f"/evidence/{picture}"


def _photograph() -> bytes:
    """Return what might be the photograph of a payslip."""
    image = Image.new("RGB", (1200, 900), "#b9a98a")
    drawing = ImageDraw.Draw(image)
    drawing.polygon([(180, 90), (1060, 130), (1010, 800), (140, 760)], fill="white")
    for nth in range(9):
        drawing.line([(240, 200 + 60 * nth), (940, 225 + 60 * nth)], fill="#555", width=6 if nth % 3 else 12)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()
