"""Why the press refuses: each says what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from mediation.domain.refusals import N_, Problem, Refused

LIBRARIES_COMMAND = (
    "apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
"""The one command that brings every system library printing needs, on Debian and Ubuntu."""


class LibraryMissing(Refused):
    """A system library that printing needs isn't installed."""

    status = 503

    def __init__(self, library: str) -> None:
        message = N_("缺少打印文书所需的系统库 %(library)s。请由管理员运行：%(command)s")
        super().__init__(Problem(message, params={"library": library, "command": LIBRARIES_COMMAND}))


class GlyphMissing(Refused):
    """The text holds characters that the document fonts cannot show."""

    def __init__(self, characters: Sequence[str], *, field: str = "") -> None:
        listed = "、".join(f"{character}（U+{ord(character):04X}）" for character in characters[:20])
        message = N_("以下字符不在文书字库中，无法打印：%(characters)s")
        allowed = N_("文书字库所收的字：基本汉字、扩展 A 区、部分扩展 B 区，及常用标点符号")
        value = "".join(characters[:20])
        super().__init__(Problem(message, field, value, allowed, params={"characters": listed}))


class TextBroken(Refused):
    """The text holds half a character (a lone surrogate)."""

    def __init__(self, field: str) -> None:
        message = N_("文字中有不完整的字符（孤立的代理项），请删除后重新输入")
        super().__init__(Problem(message, field=field))


class RecordInvalid(Refused):
    """The record handed to the press is not one that the template can print."""


class TooLong(Refused):
    """The document would be longer than the press prints."""

    def __init__(self, size: int, most: int) -> None:
        message = N_("文书内容过长：%(size)d 字节，最多 %(most)d 字节。请缩短内容或者分成几份文书")
        super().__init__(Problem(message, params={"size": size, "most": most}))


class TimedOut(Refused):
    """Printing took longer, or more memory, than one document may."""

    status = 503

    def __init__(self, reason: str) -> None:
        message = N_("打印超出限额，已停止（%(reason)s）。请稍后再试；仍然如此的，请缩短内容")
        super().__init__(Problem(message, params={"reason": reason}))


class Busy(Refused):
    """Every printing process is taken and none came free in time."""

    status = 503

    def __init__(self, seconds: float) -> None:
        message = N_("打印任务较多，等候 %(seconds)d 秒仍未轮到，请稍后再试")
        super().__init__(Problem(message, params={"seconds": int(seconds)}))


class PrintFailed(RuntimeError):
    """The press itself is at fault: a template or a worker broke. Not for the user, but for the log."""
