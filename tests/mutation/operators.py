"""The faults that are put in: boundaries, operators, numbers, flags, conditions, messages, calls left out."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
TYPES = {"Literal", "Final", "Mapping", "Callable", "tuple", "dict", "list", "set"}
Fault = tuple[str, Callable[[], Callable[[], None]]]
"""What a fault looks like, and how it is put in."""
CALLED = {"max": "min", "min": "max", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, what it looks like, and how it is put into a tree of its own."""

    scope: str
    """The function or method it is in; empty: the module itself."""
    first: int
    last: int
    """The lines of the statement it is in: a test that never runs one of them can't notice it; 0: read with the module."""
    said: str
    in_class: bool
    """It is a default of a class."""
    put: Callable[[], Callable[[], None]] = field(compare=False)
    """Put the fault into the tree; the answer takes it out again."""


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """Yield every fault of a module, in the order of its lines."""
    yield from _in(tree, "", None)


def _in(
    node: ast.AST, scope: str, statement: ast.stmt | None, around: ast.AST | None = None, *, runs: bool = False
) -> Iterator[Mutant]:
    runs = runs or isinstance(node, ast.FunctionDef)
    if isinstance(node, ast.stmt):
        statement = node
    if statement is not None:
        lines = (statement.lineno, _head_ends(statement)) if runs else (0, 0)
        for said, put in _faults(node):
            if isinstance(node, ast.Constant) and around:
                said = f"{_text(around)}: {said}"
            yield Mutant(scope, *lines, said, bool(scope and not runs), put)
    inner = f"{scope}.{node.name}".lstrip(".") if isinstance(node, ast.FunctionDef | ast.ClassDef) else scope
    for name, child in _children(node):
        yield from _in(child, inner if name in ("body", "args") else scope, statement, node, runs=runs)


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "ctx", "format_spec"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST) and not _tells_only(one):
                yield name, one


def _tells_only(node: ast.AST) -> bool:
    """Say whether a node does nothing: a docstring, the names that `import *` would take, a type."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Subscript(value=ast.Name(id=name)) if name in TYPES:
            return True
    return False


def _head_ends(statement: ast.stmt) -> int:
    """Return the last line of a statement without the block below it."""
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            return statement.end_lineno or statement.lineno
        case ast.If(test=head) | ast.While(test=head) | ast.For(iter=head):
            return head.end_lineno or statement.lineno
        case ast.Try() | ast.With() | ast.Match():
            return statement.lineno
    return statement.end_lineno or statement.lineno


def _faults(node: ast.AST) -> Iterator[Fault]:
    """Yield each fault of this very node (not of those below it)."""
    yield from _of_conditions(node)
    yield from _of_values(node)
    yield from _of_statements(node)


def _of_conditions(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Compare():
            for nth, op in enumerate(node.ops):
                changed = [*node.ops[:nth], COMPARED[type(op)](), *node.ops[nth + 1 :]]
                yield _set(node, "ops", changed)
        case ast.BoolOp():
            yield _set(node, "op", ast.And() if isinstance(node.op, ast.Or) else ast.Or())
            if len(node.values) > 2:
                yield from _left_out(node, "values")
        case ast.UnaryOp(op=ast.Not()):
            yield _become(node, node.operand)
        case ast.If() | ast.IfExp() | ast.While() if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            yield _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield from _left_out(node, "ifs")


def _of_values(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.BinOp() | ast.AugAssign() if type(node.op) in CALCULATED and not _is_text(node):
            yield _set(node, "op", CALCULATED[type(node.op)]())
        case ast.Constant(value=bool()):
            yield _set(node, "value", not node.value)
        case ast.Constant(value=int()):
            yield _set(node, "value", node.value + 1)
            yield _set(node, "value", node.value - 1)
        case ast.Call():
            yield from _call(node)
        case ast.Tuple(elts=[_, _, *_], ctx=ast.Load()) | ast.List(elts=[_, _, *_]) | ast.Set(elts=[_, _, *_]):
            yield from _left_out(node, "elts")
        case ast.Dict(keys=[_, _, *_]):
            yield from _entries_left_out(node)


def _of_statements(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Return(value=ast.expr()) if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield _set(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield _become(node, ast.Pass())
        case ast.Break():
            yield _become(node, ast.Continue())
        case ast.Continue():
            yield _become(node, ast.Break())


def _call(node: ast.Call) -> Iterator[Fault]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            yield _set(node, "func", ast.Name(CALLED[name], ast.Load()))
        case ast.Call(func=ast.Name(id="N_"), args=[ast.Constant(value=str(text))]):
            yield _set(node, "args", [ast.Constant(f"{text}?")])
    if node.keywords:
        yield from _left_out(node, "keywords")


def _is_text(node: ast.BinOp | ast.AugAssign) -> bool:
    """Say whether this writes text rather than calculates."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and "translate" in ast.unparse(node.left)


def _set(node: ast.AST, name: str, value: object) -> Fault:
    """Return the fault of another value in a field of `node`."""
    before, old = _text(node), getattr(node, name)

    def put() -> Callable[[], None]:
        setattr(node, name, value)
        ast.fix_missing_locations(node)
        return lambda: setattr(node, name, old)

    take_out = put()
    after = _text(node)
    take_out()
    return f"{before} → {after}", put


def _become(node: ast.AST, other: ast.AST) -> Fault:
    """Return the fault of another node in the place of `node`."""
    said = f"{_text(node)} → {_text(other)}"

    def put() -> Callable[[], None]:
        kind, fields = type(node), dict(vars(node))
        place = {name: fields[name] for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
        node.__class__ = type(other)
        vars(node).update(vars(copy.copy(other)) | place)

        def take_out() -> None:
            node.__class__ = kind
            vars(node).clear()
            vars(node).update(fields)

        return take_out

    return said, put


def _left_out(node: ast.AST, name: str) -> Iterator[Fault]:
    listed = getattr(node, name)
    for nth, one in enumerate(listed):
        _, put = _set_unsaid(node, name, [*listed[:nth], *listed[nth + 1 :]])
        yield f"{_text(node)} without {_text(one)}", put


def _entries_left_out(node: ast.Dict) -> Iterator[Fault]:
    for nth, key in enumerate(node.keys):
        keys, values = [*node.keys[:nth], *node.keys[nth + 1 :]], [*node.values[:nth], *node.values[nth + 1 :]]
        entries = ast.Dict(keys, values)
        _, put = _become(node, entries)
        yield f"{_text(node)} without {_text(key) if key else 'what it unpacks'}", put


def _set_unsaid(node: ast.AST, name: str, value: object) -> Fault:
    old = getattr(node, name)

    def put() -> Callable[[], None]:
        setattr(node, name, value)
        return lambda: setattr(node, name, old)

    return "", put


def _text(node: ast.AST) -> str:
    """Return a node as written on one line, shortened in the middle."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For):
        text = ast.unparse(node).split("\n")[0]
    elif isinstance(node, ast.If | ast.While):
        text = f"{'if' if isinstance(node, ast.If) else 'while'} {ast.unparse(node.test)}"
    elif isinstance(node, ast.keyword):
        text = f"{node.arg or '**'}={ast.unparse(node.value)}"
    else:
        text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 100 else f"{text[:60]} … {text[-37:]}"
