"""Drafts made of files: one rule file, or a folder as a .zip, read within bounds and never unpacked to a disk."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation import access
from mediation.access import Reader
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.rulefile import MOST_BYTES, MOST_FILES
from mediation.models.rulebook import RuleDraft
from mediation.office import rule_drafts, rule_texts, rules
from mediation.office.rule_drafts import Overlay, Proposal

MOST_TOGETHER: Final = 8 << 20
PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PASSED_OVER: Final = re.compile(r"(^|/)(README\.md|\.[^/]*|[^/]*~)$|(^|/)__MACOSX/")
WHOLE: Final = frozenset({"law.yaml", "desks.yaml", "strata.yaml"})
"""A .zip that holds these is a whole folder: what it lacks is taken out. Another adds and replaces only."""


def draft(
    session: Session, name: str, content: bytes, *, title: str, folder: str = "", by: Reader, now: datetime
) -> RuleDraft:
    """Draft the rules that an uploaded file says. `folder` is where a single new file belongs, such as routing.

    Raises Refused for a file that is no YAML and no .zip, too large, or with names that lead elsewhere.
    """
    access.require(by, "rules.draft")
    base = rule_drafts.base_of(session, rules.current(), now=now)
    known = {path.partition("/")[2] for path in base}
    if name.lower().endswith(".zip"):
        found = _unzipped(content)
        gone = known - found.keys() if found.keys() >= WHOLE else set()
        overlay: Overlay = {**found, **dict.fromkeys(gone)}
    else:
        overlay = {_place(name, folder, known): _text(name, content)}
    return rule_drafts.make(session, Proposal(title.strip() or name, "upload", overlay), by=by, now=now)


def from_folder(session: Session, *, title: str, by: Reader, now: datetime) -> RuleDraft:
    """Draft the rules as they lie in the folder of the settings, which is not in use once something was published.

    So a new release of the program, or files that an operator changed, come into use by the same way as all else.
    """
    access.require(by, "rules.draft")
    files = rule_texts.as_texts(rules.on_disk())
    known = {path.partition("/")[2] for path in rule_drafts.base_of(session, rules.current(), now=now)}
    overlay: Overlay = {**files, **dict.fromkeys(known - files.keys())}
    return rule_drafts.make(session, Proposal(title, "upload", overlay), by=by, now=now)


def _place(name: str, folder: str, known: set[str]) -> str:
    """Return the path of a single file: where one of its name lies, else in the folder that was chosen."""
    if not name.lower().endswith(".yaml"):
        raise Refused(Problem(N_("只能上传 .yaml 规则文件或整个文件夹的 .zip"), "file", name[:80]))
    bare = re.split(r"[/\\]", name)[-1]
    places = sorted(path for path in known if path.rpartition("/")[2] == bare)
    chosen = f"{folder}/{bare}" if folder else bare
    return places[0] if len(places) == 1 and not folder else chosen


def _unzipped(content: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    left = MOST_TOGETHER
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = [one for one in packed.infolist() if not one.is_dir() and not PASSED_OVER.search(one.filename)]
            if len(infos) > MOST_FILES:
                raise Refused(Problem(N_("文件过多：最多 %(most)d 个"), "file", params={"most": MOST_FILES}))
            for info in infos:
                if info.compress_type not in PACKED:
                    raise zipfile.BadZipFile(f"compressed by way {info.compress_type}")
                with packed.open(info) as opened:
                    data = opened.read(min(left, MOST_BYTES) + 1)  # what the list says of sizes may be a lie
                left -= len(data)
                if left < 0:
                    raise Refused(Problem(N_("解压后的文件合计不能超过 8 MiB"), "file"))
                found[info.filename] = _text(info.filename, data)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError) as fault:
        raise Refused(Problem(N_("压缩包无法读取：已损坏、已加密或格式不支持"), "file", str(fault)[:80])) from None
    return _without_top(found)


def _without_top(found: Mapping[str, str]) -> dict[str, str]:
    """Return the files without the one folder that holds them all, as people pack them."""
    tops = {path.partition("/")[0] for path in found}
    if len(tops) != 1 or any("/" not in path for path in found):
        return dict(found)
    inner = {path.partition("/")[2]: text for path, text in found.items()}
    single_part = all("/" not in path for path in inner) and not inner.keys() & WHOLE
    return dict(found) if single_part else inner


def _text(name: str, content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Refused(Problem(N_("单个规则文件不能超过 1 MiB"), "file", name[:80]))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(Problem(N_("规则文件须为 UTF-8 编码"), "file", name[:80])) from None
