"""Parties worth looking at: a chain of firms with signs, a representative, somebody to be called with care."""

from __future__ import annotations

from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.party import Party
from mediation.models.user import User
from mediation.office.people import chain, keeping, representatives
from mediation.office.people.chain import Fresh, NewSign, Row


def peopled(case: str) -> dict[str, str]:
    """Give a case firms, signs and a representative; return its pages by name."""
    case_id, now = case.rpartition("/")[2], clock.now()
    with db.transaction() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()

        def rows() -> dict[str, str]:
            own = session.exec(select(Party).where(Party.case_id == case_id).order_by(Party.side, Party.position))  # type: ignore[arg-type]
            return {one.side: one.id for one in own}

        def firm(sign: NewSign | None, fresh: Fresh | None = None, role: str = "") -> None:
            chain.save(session, case_id, [Row(rows()["respondent"], role, sign)], fresh, by=by, now=now)

        worker = rows()["applicant"]
        person = session.get_one(Party, worker)
        said = {"kind": "person", "name": person.name, "sex": "female", "occupation": "缝纫工", "ethnic_group": "彝族"}
        care = {
            "contact_unsafe": True, "contact_note": "只在中午发微信给本人", "language": "彝语", "interpreter": True,
            "adaptations": "听力不便，请写下来", "colour": "blue", "short": "阿依", "contact_way": "message",
        }  # fmt: skip
        keeping.edit(session, worker, said | care, by=by, now=now)
        firm(NewSign("badge", words="工牌上印的是这家"), Fresh("漕河泾人力资源有限公司", "agency"), "user_firm")
        firm(NewSign("contract", words="劳动合同一份"), Fresh("宏达制衣集团有限公司", ""), "agency")
        agent = {
            "name": "陈代理", "capacity": "lawyer", "office": "上海某某律师事务所", "authority": "special",
            "power_settle": True, "power_sign": True, "given_on": now.date().isoformat(), "phone": "13800138000",
        }  # fmt: skip
        found = representatives.add(session, worker, agent, by=by, now=now).id
        gone = keeping.add(session, case_id, "respondent", {"kind": "employer", "name": "认错的公司"}, by=by, now=now)
        keeping.take_out(session, gone.id, "名称相近，认错了单位", by=by, now=now)
    return {
        "people": f"{case}/people", "chain": f"{case}/chain", "party-edit": f"/parties/{worker}/edit",
        "representative": f"/parties/{worker}/representatives", "representative-one": f"/representatives/{found}",
        "representative-edit": f"/representatives/{found}/edit",
        "person-whole": f"/people/person/{worker}", "split": f"{case}/split",
    }  # fmt: skip
