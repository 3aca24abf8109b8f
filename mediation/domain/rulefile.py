"""Read YAML so narrowly that it can only mean one thing: plain data, no tags, no anchors, no guessed types."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from mediation.domain import yamlevents
from mediation.domain.faults import RuleFault

MOST_BYTES = 1 << 20
MOST_DEPTH = 24
MOST_NODES = 60_000
MOST_FILES = 500

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[Tt ]+\d.*", re.ASCII)
_NUMBERISH = re.compile(r"[-+]?(\.?\d[\d_,.:]*(e[-+]?\d+)?|0[xob][0-9a-f_]+|\.(inf|nan))", re.ASCII | re.IGNORECASE)
_YES_NO = frozenset(["yes", "no", "on", "off", "y", "n", "true", "false"])
_PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document: its value, and the line (from 1) on which each path into it begins."""

    file: str
    value: Any
    lines: dict[tuple[object, ...], int] = field(default_factory=dict)


class _Mark(Protocol):
    line: int


def listed(directory: Path) -> dict[str, bytes]:
    """Return the bytes of every rule file below `directory` by its path (sorted, with the folder's own name first).

    Raises RuleFault for a symbolic link, a file that isn't YAML, more than 1 MiB, or more than 500 files. README.md
    and names that begin with a dot or end with a tilde are passed over.
    """
    if not directory.is_dir():
        raise RuleFault(directory.name, "", "there is no such folder of rules", code="missing")
    found: dict[str, bytes] = {}
    for here, folders, names in os.walk(directory):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in [*folders, *sorted(names)]:
            path = Path(here, name)
            shown = f"{directory.name}/{path.relative_to(directory).as_posix()}"
            if path.is_symlink():
                raise RuleFault(shown, "", "symbolic links are not followed", code="link")
            if name in folders or name == "README.md" or name.startswith(".") or name.endswith("~"):
                continue
            if not name.endswith(".yaml"):
                raise RuleFault(shown, "", "only .yaml files belong here, and README.md", code="file_type")
            if len(found) >= MOST_FILES:
                raise RuleFault(shown, "", f"more than {MOST_FILES} files", code="too_many")
            found[shown] = _bytes(path, shown)
    return dict(sorted(found.items()))


def _bytes(path: Path, shown: str) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise RuleFault(shown, "", f"cannot be read: {error.strerror}", code="unreadable") from error
    with os.fdopen(handle, "rb") as opened:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise RuleFault(shown, "", "not a regular file", code="file_type")
        if status.st_size > MOST_BYTES:
            raise RuleFault(shown, "", f"larger than {MOST_BYTES} bytes", code="too_large")
        return opened.read(MOST_BYTES)


def documents(file: str, content: bytes) -> Iterator[Document]:
    """Yield the documents of one file; raise RuleFault where the YAML is broken, ambiguous or too deep."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RuleFault(file, "", f"not UTF-8 at byte {error.start}", code="yaml") from None
    found = _found_good(file, text)
    if found is not None:
        yield from found
        return
    try:
        yield from _Builder(file).documents(yamlevents.careful(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleFault(file, "", f"not valid YAML: {error.problem}", line, code="yaml") from None
    except (YAMLError, ValueError, OverflowError) as error:
        raise RuleFault(file, "", f"not valid YAML: {str(error).splitlines()[0][:120]}", code="yaml") from None


def _found_good(file: str, text: str) -> list[Document] | None:
    """Return the documents of a text in which the quick parser finds nothing wrong; None: read it carefully."""
    from ruamel.yaml.error import YAMLError

    if yamlevents.READ_DIFFERENTLY.search(text):
        return None
    try:
        return list(_Builder(file).documents(yamlevents.quick(text)))
    except (RuleFault, YAMLError, ValueError, OverflowError):
        return None


class _Open:
    """A mapping or list whose end hasn't been read yet."""

    def __init__(self, value: Any, path: tuple[object, ...]) -> None:
        self.value, self.path = value, path
        self.key: str | int | None = None
        self.has_key = False


class _Builder:
    """Turns YAML events into plain values without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.nodes = 0

    def fault(self, reason: str, mark: _Mark, code: str = "yaml") -> RuleFault:
        return RuleFault(self.file, "", reason, mark.line + 1, code=code)

    def documents(self, events: Any) -> Iterator[Document]:
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                if event.version or event.tags:
                    raise self.fault("YAML directives (%) are not allowed", event.start_mark)
                self.lines: dict[tuple[object, ...], int] = {}
                self.stack: list[_Open] = []
                self.root: Any = None
            elif kind == "DocumentEndEvent":
                if self.root is not None:
                    yield Document(self.file, self.root, self.lines)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self.stack.pop()
            elif not kind.startswith("Stream"):
                self._node(event, kind)

    def _node(self, event: Any, kind: str) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.fault(f"more than {MOST_NODES} values in one file", event.start_mark, "too_large")
        if kind == "AliasEvent" or event.anchor:
            raise self.fault("anchors and aliases (& *) are not allowed", event.start_mark)
        if event.tag:
            raise self.fault("tags (!) are not allowed", event.start_mark)
        if kind == "ScalarEvent":
            top = self.stack[-1] if self.stack else None
            is_key = top is not None and isinstance(top.value, dict) and not top.has_key
            self._put(_key(event) if is_key else _scalar(event, self.fault), event)
            return
        if len(self.stack) >= MOST_DEPTH:
            raise self.fault(f"nested more than {MOST_DEPTH} deep", event.start_mark, "too_deep")
        value: Any = {} if kind == "MappingStartEvent" else []
        path = self._put(value, event)
        self.stack.append(_Open(value, path))

    def _put(self, value: Any, event: Any) -> tuple[object, ...]:
        """Place `value` where it belongs and return its path."""
        line = event.start_mark.line + 1
        if not self.stack:
            self.root = value
            self.lines[()] = line
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            path = (*top.path, len(top.value))
            top.value.append(value)
        elif not top.has_key:
            top.key, top.has_key = self._new_key(value, top, event), True
            self.lines[(*top.path, top.key)] = line
            return top.path
        else:
            path = (*top.path, top.key)
            top.value[top.key], top.has_key = value, False
            return path
        self.lines[path] = line
        return path

    def _new_key(self, key: Any, top: _Open, event: Any) -> str | int:
        if not isinstance(key, str | int):
            raise self.fault("a key must be a word or a whole number", event.start_mark)
        if key == "<<":
            raise self.fault("merge keys (<<) are not allowed", event.start_mark)
        if key in top.value:
            raise self.fault(f"key '{key}' stands here twice", event.start_mark, "duplicate_key")
        return key


def _key(event: Any) -> str | int:
    """Return a key as it is written; only whole numbers are more than text."""
    return int(event.value) if not event.style and _INT.fullmatch(event.value) else str(event.value)


def _scalar(event: Any, fault: Callable[[str, _Mark], RuleFault]) -> str | int | bool | date | None:
    """Return what a plain word certainly means; a quoted one is text."""
    text = event.value
    if event.style:
        return str(text)
    if text in _PLAIN:
        return _PLAIN[text]
    if _INT.fullmatch(text):
        return int(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise fault(f"'{text}' is not a day of the calendar", event.start_mark) from None
    if text.lower() in _YES_NO:
        raise fault(f"'{text}' may be read as yes/no: write true or false, or quote it", event.start_mark)
    if _INSTANT.fullmatch(text):
        raise fault(f"'{text}' is an instant: write the day alone, or quote it", event.start_mark)
    if _NUMBERISH.fullmatch(text):
        reason = f"'{text}' may be read as a number in several ways: write a whole number, or quote it"
        raise fault(reason, event.start_mark)
    return str(text)
