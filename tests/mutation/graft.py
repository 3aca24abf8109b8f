"""Put the names of a module with a fault into the module that is already loaded, without loading what uses it anew."""

from __future__ import annotations

import dataclasses
import sys
import types
from functools import cached_property
from typing import Any


def graft(module: types.ModuleType, code: types.CodeType) -> None:
    """Run `code`, the module with its fault, and let everything that leans on `module` see what it defines."""
    names: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__, "__builtins__": __builtins__}
    exec(code, names)
    for name, new in names.items():
        old = vars(module).get(name)
        if name.startswith("__") or old is new:
            continue
        stays = _merged(old, new)
        if stays is not old:
            _replace(old, stays, name)
            setattr(module, name, stays)


def _replace(old: object, new: object, name: str) -> None:
    """Put a new value into every module of the project that took the old one under its name."""
    for other in list(sys.modules.values()):
        home = getattr(other, "__name__", "").partition(".")[0]
        if home in ("mediation", "tests") and vars(other).get(name) is old:
            setattr(other, name, new)


def _merged(old: Any, new: Any) -> Any:
    """Return `old`, made to be what `new` is, or `new` itself where a value can't be changed."""
    if old is new or type(old) is not type(new):
        return new
    if _merge_code(old, new):
        return old
    match old:
        case type():
            _merge_class(old, new)
        case dict():
            _merge_dict(old, new)
        case tuple() if len(old) == len(new):
            members = [_merged(one, other) for one, other in zip(old, new, strict=True)]
            return old if all(one is other for one, other in zip(old, members, strict=True)) else tuple(members)
        case _ if dataclasses.is_dataclass(old):
            for one in dataclasses.fields(old):
                object.__setattr__(old, one.name, _merged(getattr(old, one.name), getattr(new, one.name)))
        case _:
            return old if _same(old, new) else new
    return old


def _merge_code(old: Any, new: Any) -> bool:
    """Let a function, however it is wrapped, run what `new` runs; say whether it is one."""
    match old:
        case types.FunctionType():
            old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
        case property():
            _merged(old.fget, new.fget)
        case cached_property():
            _merged(old.func, new.func)
        case classmethod() | staticmethod():
            _merged(old.__func__, new.__func__)
        case _ if hasattr(old, "cache_clear"):
            old.cache_clear()
            _merged(old.__wrapped__, new.__wrapped__)
        case _:
            return False
    return True


def _same(old: Any, new: Any) -> bool:
    return bool(type(old) is not types.MappingProxyType and old == new)


def _merge_dict(old: dict[Any, Any], new: dict[Any, Any]) -> None:
    merged = {key: _merged(old[key], value) if key in old else value for key, value in new.items()}
    old.clear()
    old.update(merged)


def _merge_class(old: type, new: type) -> None:
    if old.__module__ != new.__module__:
        return
    for name, member in vars(new).items():
        have = vars(old).get(name)
        if isinstance(member, types.FunctionType | property | cached_property | classmethod | staticmethod) and have is not None:
            _merged(have, member)
