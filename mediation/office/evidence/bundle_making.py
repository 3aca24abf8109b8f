"""Make a bundle: what its cover and contents say, and the file of them all."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import IO, Any, Final

from sqlmodel import Session

from mediation import config, places, press
from mediation.access import Reader
from mediation.domain.worktime import ZONE, station_day
from mediation.files import binding
from mediation.files.kinds import PDF, TAKEN
from mediation.models.case import Case
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office.evidence import lines, reading
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.parties import side_line

KIND: Final = "evidence_bundle"
LIMITS: Final = press.Limits(memory_mib=1500, cpu_seconds=240, wall_seconds=900)
FEW_PAGES: Final = 30
NO_GLYPH: Final = "〓"
KINDS: Final = {
    "identity": "身份证明", "contract": "劳动合同", "payslip": "工资条、工资表", "bank_record": "银行流水",
    "attendance": "考勤记录", "insurance_record": "社保缴费记录", "dismissal_paper": "解除通知、离职证明",
    "chat": "聊天记录", "photo": "现场照片", "recording": "录音", "medical": "病历、诊断证明",
    "ruling": "裁决书、判决书、认定书", "payment_proof": "付款凭证", "authority": "授权委托书",
    "signed_paper": "已签字的文书", "worker_list": "工人名册", "other": "其他材料",
}  # fmt: skip
SEEN: Final = {None: "", True: "核对一致", False: "无原件"}
SIDES: Final = {"applicant": "申请人", "respondent": "被申请人"}


def pages_of(line: EvidenceLine) -> int:
    """Return how many pages of a bundle a file fills; one that can't be bound has a sheet."""
    return line.pages or 1 if line.bound else 1


def record(
    session: Session, case_id: str, side: str, chosen: Sequence[EvidenceLine], *, by: User, now: datetime
) -> dict[str, Any]:
    """Return what cover, contents and stamps are printed from."""
    case = session.get_one(Case, case_id)
    parties = lines.parties_of(session, case_id).values()
    names = {one: side_line(parties, one).zh for one in SIDES}
    items, first = [], 1
    for number, line in enumerate(chosen, 1):
        items.append(_item(line, line.nth if not side else number, first))
        first += pages_of(line)
    made = {
        "organisation": session.get_one(Station, case.station_id).organisation_name, "case_number": case.number,
        "applicants": names["applicant"], "respondents": names["respondent"], "bound_for": side,
        "made_at": f"{now.astimezone(ZONE):%Y-%m-%d %H:%M}", "made_by": by.display_name or by.name, "items": items,
        "pages": first - 1,
    }  # fmt: skip
    shown: dict[str, Any] = printable_text(made)
    return shown


def _item(line: EvidenceLine, number: int, first: int) -> dict[str, Any]:
    pages = f"{line.pages} 页" if line.pages and line.mime == PDF else ""
    giver = f"{line.giver}（{SIDES[line.side]}）" if line.giver else "工作站"
    return {
        "number": number, "title": line.title, "kind": KINDS[line.kind], "giver": giver,
        "given_on": station_day(line.given_at), "dated_on": line.dated_on, "proves": line.proves,
        "original": SEEN[line.original_seen], "form": f"{TAKEN[line.mime].name} {pages}".strip(), "name": line.name,
        "size": f"{line.size:,} 字节", "sha256": line.sha256, "first": first, "pages": pages_of(line),
        "sheet": not line.bound,
    }  # fmt: skip


def printable_text(value: Any) -> Any:
    """Let a mark stand for what the document fonts can't show: a title with one is no reason for no bundle."""
    if isinstance(value, str):
        return "".join(NO_GLYPH if press.missing_characters(one) else one for one in value)
    if isinstance(value, dict):
        return {key: printable_text(inner) for key, inner in value.items()}
    return [printable_text(inner) for inner in value] if isinstance(value, list) else value


@contextmanager
def bound(
    made: dict[str, Any], chosen: Sequence[EvidenceLine], *, progress: IO[bytes], user: Reader, now: datetime
) -> Iterator[IO[bytes]]:
    """Give the bound file; what it is made of lies on the disk of the data folder meanwhile, without names."""
    printed = _print(made, now)
    with ExitStack() as held:
        own = held.enter_context(nameless())
        own.write(printed.pdf)
        parts = [_part(line, item, held, user) for line, item in zip(chosen, made["items"], strict=True)]
        out = held.enter_context(nameless())
        binding.bind(f"证据册 {made['case_number']}", parts, own, out=out, progress=progress)
        yield out


def _print(made: dict[str, Any], now: datetime) -> press.Printed:
    """Print cover, contents and stamps: a few by the pool that waits warm, many by one with wider limits."""
    if made["pages"] <= FEW_PAGES:
        return press.print_document(KIND, made, created=now)
    with contextlib.closing(press.Pool(1, limits=LIMITS)) as pool:
        return press.print_document(KIND, made, created=now, pool=pool)


def _part(line: EvidenceLine, item: dict[str, Any], held: ExitStack, user: Reader) -> binding.Part:
    mark = f"{item['number']}　{item['title']}"
    if not line.bound:
        return binding.Part(mark, "sheet", 1)
    file = held.enter_context(nameless())
    for piece in reading.pieces_of(line.id, user=user):
        file.write(piece)
    return binding.Part(mark, "picture" if line.picture else "pdf", item["pages"], file)


def nameless() -> Any:
    """Return an open file without a name on the disk of the data folder."""
    return tempfile.TemporaryFile(dir=places.owned(config.settings().data_dir / "cache"))
