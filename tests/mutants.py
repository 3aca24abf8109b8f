"""Ways to weaken a table of rules, one condition at a time: what a test of access must notice."""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def conditions_removed(path: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield the module at `path` with one condition taken out, once for each condition it has.

    A condition is an operand of `and` or `or`, an argument of `and_`, `or_` or `_exists`, an element of a tuple or
    list of two and more, the guard of an early return.
    """
    text = path.read_text("utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    for place, node in enumerate(nodes):
        for nth in range(len(_parts(node))):
            mutant = ast.parse(text)
            twin = list(ast.walk(mutant))[place]
            gone = ast.unparse(_parts(twin)[nth])
            _remove(twin, nth)
            yield f"{path.name}:{getattr(node, 'lineno', 0)} without {gone[:60]}", ast.fix_missing_locations(mutant)


def load(mutant: ast.Module, path: Path) -> dict[str, Any]:
    """Run a weakened module and return its names."""
    names: dict[str, Any] = {"__name__": f"mutant_{path.stem}", "__file__": str(path)}
    exec(compile(mutant, str(path), "exec"), names)  # noqa: S102
    return names


def _parts(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.BoolOp(values=[*_, ast.Constant()]):
            return []  # `x or ""` is a default, not a condition
        case ast.BoolOp():
            return node.values
        case ast.Call(func=ast.Attribute(attr="and_" | "or_")):
            return node.args
        case ast.Call(func=ast.Name(id="_exists")):
            return [argument for argument in node.args[1:] if not isinstance(argument, ast.Starred)]
        case ast.Call(func=ast.Name(id="Act"), args=[_, ast.Tuple(elts=conditions)]):
            return conditions
        case ast.Assign(targets=[ast.Name(id="wanted")], value=ast.List(elts=conditions)):
            return conditions
        case ast.If(test=test, body=[ast.Return()]):
            return [test]
    return []


def _remove(node: ast.AST, nth: int) -> None:
    match node:
        case ast.BoolOp() if len(node.values) > 1:
            del node.values[nth]
            if len(node.values) == 1:
                node.values.append(copy.deepcopy(node.values[0]))
        case ast.Call(func=ast.Name(id="_exists")):
            del node.args[nth + 1]
        case ast.Call(func=ast.Name(id="Act"), args=[_, ast.Tuple(elts=conditions)]):
            del conditions[nth]
        case ast.Call():
            del node.args[nth]
        case ast.Assign(value=ast.List(elts=conditions)):
            del conditions[nth]
        case ast.If():
            node.test = ast.Constant(False)
