"""The expression language of mappings: a small, safe part of Python's grammar, compiled to closures.

Python's parser reads the text; only the nodes listed here are understood, and only names of columns and of the
functions in `functions.py`. Nothing is ever evaluated as Python: no attributes of values, no subscripts, no
comprehensions, no calls of anything else. An expression sees one row and gives a text, a number, yes or no, or nothing.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from fondaco.connectors.files.errors import BadExpression, BadValue
from fondaco.connectors.files.model.functions import FUNCTIONS, Value, empty, limited, number_of, text_of

Row: TypeAlias = Sequence[Any]
Evaluate: TypeAlias = Callable[[Row], Value]
Column: TypeAlias = Callable[[str], Evaluate]
LONGEST = 1000
_MOST_NODES = 200
_LEAST, _MOST = Decimal("1e-20"), Decimal("1e20")
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ORDER: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def columns_of(text: str) -> set[str]:
    """Name the columns that an expression uses (`alias.column` for joined files)."""
    return {name for name in map(_column_name, ast.walk(_parse(text))) if name}


def compile_expression(
    text: str, *, column: Column, number: Callable[[str], Decimal], maps: Mapping[str, Mapping[str, str]]
) -> Evaluate:
    """Compile an expression; `column` gives the reader of a column by name, `number` reads the file's numbers."""
    return _Compiler(column, number, maps).compile(_parse(text).body)


def _parse(text: str) -> ast.Expression:
    if len(text) > LONGEST:
        raise BadExpression(f"An expression has at most {LONGEST} characters.", column=LONGEST)
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise BadExpression(f"Not an expression: {error.msg}.", column=error.offset or 1) from None
    except (ValueError, RecursionError, MemoryError):
        raise BadExpression("Not an expression.", column=1) from None
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    count = 0
    for node in ast.walk(tree):
        count += 1
        # Names that are functions or the first half of `alias.column` are no columns themselves.
        node.skipped = id(node) in called or id(node) in inner  # type: ignore[attr-defined]
    if count > _MOST_NODES:
        raise BadExpression("The expression has too many parts.", column=1)
    # Everything is compiled once, against no file, so that mistakes show before any row is read.
    _Compiler(lambda _: lambda _: "", Decimal, None).compile(tree.body)
    return tree


def _column_name(node: ast.AST) -> str | None:
    if getattr(node, "skipped", False):
        return None
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "column" and node.args:
        return str(getattr(node.args[0], "value", ""))
    return None


class _Compiler:
    def __init__(
        self, column: Column, number: Callable[[str], Decimal], maps: Mapping[str, Mapping[str, str]] | None
    ) -> None:
        self._column = column
        self._number = number
        self._maps = maps

    def compile(self, node: ast.AST) -> Evaluate:
        compiler = getattr(self, f"_{type(node).__name__.lower()}", None)
        if compiler is None:
            raise _refused(node, f"{type(node).__name__} is not part of the expression language")
        return compiler(node)  # type: ignore[no-any-return]

    def _constant(self, node: ast.Constant) -> Evaluate:
        value: Value
        if isinstance(node.value, bool) or node.value is None or isinstance(node.value, str):
            value = node.value
        elif isinstance(node.value, int | float):
            value = Decimal(repr(node.value)) if abs(node.value) < _MOST else None
            if value is None or not value.is_finite():
                raise _refused(node, "a number of more than 20 digits")
        else:
            raise _refused(node, "only texts and numbers may stand here")
        return lambda _: value

    def _name(self, node: ast.Name) -> Evaluate:
        return self._column(node.id)

    def _attribute(self, node: ast.Attribute) -> Evaluate:
        if not isinstance(node.value, ast.Name):
            raise _refused(node, "only alias.column may have a dot")
        return self._column(f"{node.value.id}.{node.attr}")

    def _ifexp(self, node: ast.IfExp) -> Evaluate:
        test, then, other = self.compile(node.test), self.compile(node.body), self.compile(node.orelse)
        return lambda row: then(row) if truth(test(row)) else other(row)

    def _boolop(self, node: ast.BoolOp) -> Evaluate:
        parts = [self.compile(part) for part in node.values]
        if isinstance(node.op, ast.And):
            return lambda row: all(truth(part(row)) for part in parts)
        return lambda row: any(truth(part(row)) for part in parts)

    def _unaryop(self, node: ast.UnaryOp) -> Evaluate:
        operand = self.compile(node.operand)
        if isinstance(node.op, ast.Not):
            return lambda row: not truth(operand(row))
        if isinstance(node.op, ast.USub):
            return lambda row: -number_of(operand(row))
        raise _refused(node, "only `not` and minus may stand in front")

    def _binop(self, node: ast.BinOp) -> Evaluate:
        left, right = self.compile(node.left), self.compile(node.right)
        if isinstance(node.op, ast.Add):
            return lambda row: _add(left(row), right(row))
        calculate = _ARITHMETIC.get(type(node.op))
        if calculate is None:
            raise _refused(node, "only + - * / calculate")
        return lambda row: _calculated(calculate, left(row), right(row))

    def _compare(self, node: ast.Compare) -> Evaluate:
        if len(node.ops) != 1:
            raise _refused(node, "compare two things at a time")
        kind, left = node.ops[0], self.compile(node.left)
        if isinstance(kind, ast.In | ast.NotIn):
            if not isinstance(node.comparators[0], ast.Tuple | ast.List):
                raise _refused(node, "`in` needs a list such as ('A', 'B')")
            choices = [self.compile(choice) for choice in node.comparators[0].elts]
            wanted = isinstance(kind, ast.In)
            return lambda row: any(_same(left(row), choice(row)) for choice in choices) is wanted
        right = self.compile(node.comparators[0])
        if isinstance(kind, ast.Eq):
            return lambda row: _same(left(row), right(row))
        if isinstance(kind, ast.NotEq):
            return lambda row: not _same(left(row), right(row))
        order = _ORDER.get(type(kind))
        if order is None:
            raise _refused(node, "only == != < <= > >= in compare")
        return lambda row: _ordered(order, left(row), right(row))

    def _call(self, node: ast.Call) -> Evaluate:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise _refused(node, "only functions of the list may be called, with plain arguments")
        name = node.func.id
        if name == "column":
            return self._column(self._literal(node, 0, 1))
        if name == "lookup":
            return self._lookup(node)
        arguments = [self.compile(argument) for argument in node.args]
        if name == "number":
            if len(arguments) != 1:
                raise _refused(node, "number takes 1 argument")
            return self._as_number(arguments[0])
        if name not in FUNCTIONS:
            raise _refused(node, f"there is no function {name}")
        function, least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise _refused(node, f"{name} takes {least}{f' to {most}' if most > least else ''} arguments")
        return lambda row: function(*[argument(row) for argument in arguments])

    def _as_number(self, argument: Evaluate) -> Evaluate:
        number = self._number

        def read(row: Row) -> Value:
            value = argument(row)
            return value if isinstance(value, Decimal) or empty(value) else number(text_of(value).strip())

        return read

    def _lookup(self, node: ast.Call) -> Evaluate:
        name = self._literal(node, 0, 2)
        key = self.compile(node.args[1])
        if self._maps is None:
            return lambda _: None
        if name not in self._maps:
            raise _refused(node, f"there is no map {name}")
        known = self._maps[name]
        return lambda row: known.get(text_of(key(row)))

    def _literal(self, node: ast.Call, place: int, count: int) -> str:
        if len(node.args) != count or not isinstance(node.args[place], ast.Constant):
            raise _refused(node, "a name in quotes is needed here")
        return str(node.args[place].value)  # type: ignore[attr-defined]


def truth(value: Value) -> bool:
    """Tell whether a condition holds: yes, or anything that is not empty."""
    return value if isinstance(value, bool) else not empty(value)


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _calculated(operator.add, left, right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        raise BadValue("files.bad_argument", "+ joins two texts or adds two numbers; use text(…) or number(…).")
    return limited(text_of(left) + text_of(right))


def _calculated(calculate: Callable[[Decimal, Decimal], Decimal], left: Value, right: Value) -> Decimal:
    try:
        result = calculate(number_of(left), number_of(right))
    except ArithmeticError:
        raise BadValue("files.bad_arithmetic", "This cannot be calculated (a division by zero).") from None
    if result and not _LEAST < abs(result) < _MOST:
        raise BadValue("files.bad_arithmetic", "The result has too many digits.")
    return result


def _same(left: Value, right: Value) -> bool:
    if empty(left) or empty(right):
        return empty(left) and empty(right)
    return left == right


def _ordered(order: Callable[[Any, Any], bool], left: Value, right: Value) -> bool:
    if (isinstance(left, Decimal) and isinstance(right, Decimal)) or (isinstance(left, str) and isinstance(right, str)):
        return order(left, right)
    raise BadValue("files.bad_argument", "< and > compare two numbers or two texts; use number(…).")


def _refused(node: ast.AST, reason: str) -> BadExpression:
    return BadExpression(f"{reason[0].upper()}{reason[1:]}.", column=getattr(node, "col_offset", 0) + 1)
