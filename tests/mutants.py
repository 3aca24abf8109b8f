"""Ways to weaken a table of rules, one condition at a time: what a test of access must notice."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """The module at `path` without the condition `nth` of the node that is reached `place`-th."""

    path: Path
    place: int
    nth: int

    def load(self) -> dict[str, Any]:
        """Run the weakened module and return its names."""
        module = ast.parse(self.path.read_text("utf-8"))
        _remove(next(islice(ast.walk(module), self.place, None)), self.nth)
        names: dict[str, Any] = {"__name__": f"mutant_{self.path.stem}", "__file__": str(self.path)}
        exec(compile(module, str(self.path), "exec"), names)  # noqa: S102
        return names


def conditions_removed(path: Path) -> Iterator[tuple[str, Mutant]]:
    """Yield the module at `path` with one condition taken out, once for each condition it has.

    A condition is an operand of `and` or `or`, an argument of `and_`, `or_` or `_exists`, an element of a tuple or
    list of two and more, the guard of an early return.
    """
    for place, node in enumerate(ast.walk(ast.parse(path.read_text("utf-8")))):
        for nth, part in enumerate(_parts(node)):
            yield f"{path.name}:{getattr(node, 'lineno', 0)} without {ast.unparse(part)[:60]}", Mutant(path, place, nth)


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
            node.test = ast.copy_location(ast.Constant(False), node.test)
