"""A group of workers with enough said of it to look at: a list, representatives, shares, some answers."""

from __future__ import annotations

from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.group import GroupWorker
from tests.office.group import roll
from tests.web.house import Visitor, log_case

NAMES = ("赵大勇", "钱秀兰", "孙建国", "李桂芳", "周海涛", "吴小玲", "郑和平", "王伟", "冯春花", "陈志强", "褚卫东", "卫红梅", "蒋文")


def grouped(wang: Visitor, fields: dict[str, str]) -> dict[str, str]:
    """Log a case of thirteen workers, take in their list; return its pages by name."""
    case = log_case(wang, fields)
    text = roll(len(NAMES))
    for nth in range(len(NAMES), 0, -1):
        text = text.replace(f"工人{nth}\t", f"{NAMES[nth - 1]}\t")
    _sent(wang, f"{case}/group/roll", {"roll": text})
    _sent(wang, f"{case}/group", {"name": "王伟", "post": "瓦工"})
    case_id = case.rpartition("/")[2]
    with db.reading() as session:
        query = select(GroupWorker.id).where(GroupWorker.case_id == case_id).order_by(GroupWorker.position)
        ids = list(session.exec(query))
    chosen = {"elected": ids[:3], "elected_how": "全体到场举手推举", "elected_on": "2026-11-16"}
    _sent(wang, f"{case}/group/elected", chosen)  # type: ignore[arg-type]
    _sent(wang, f"{case}/group/shares", {"share_total": "100000", "share_way": "equal"})
    _sent(wang, f"/group/{ids[12]}/leave", {"left_why": "已自行和解"})
    form = str(wang.post(f"{case}/settlement").headers["Location"])
    with db.reading() as session:
        listed = [one for one in session.exec(select(GroupWorker).where(GroupWorker.case_id == case_id)) if one.id != ids[12]]
    lines = "\n".join(f"{one.name} {(one.offered or 0) / 100:.2f}" for one in sorted(listed, key=lambda one: one.position))
    wang.get(form)
    _sent(wang, form, {"group": lines, "do": "save", "facts": "拖欠九月、十月工资。"})
    for worker, said in ((ids[0], "agreed"), (ids[1], "agreed"), (ids[4], "refused")):
        page = {"worker": worker, "answer": said, "group_way": "in_person", "said_on": clock.today().isoformat()}
        _sent(wang, f"{case}/group/answers", {**page, "settlement_id": form.rpartition("/")[2]})
    wang.get(f"/group/{ids[1]}")
    _sent(wang, f"/group/{ids[5]}/leave", {"left_why": "撤回申请"})
    return {
        "group-list": f"{case}/group", "group-answers": f"{case}/group/answers", "group-elected": f"{case}/group/elected",
        "group-worker": f"/group/{ids[0]}",
    }  # fmt: skip


def _sent(wang: Visitor, path: str, data: dict[str, str]) -> None:
    answer = wang.post(path, data)
    assert answer.status_code == 303, answer.text
