"""Formulas of price lists: which are plain (a base price times a factor plus an amount), and what they come to.

Tryton evaluates a Python expression over `unit_price`, `list_price` and `cost_price` with decimals of 28 digits. A
plain one is linear in one of them with constants short enough that no digit is ever lost, so that our exact
arithmetic and Tryton's agree. Everything else (conditions, two bases, thirds) only Tryton itself can answer.
"""

import ast
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact

BASES = ("unit_price", "list_price", "cost_price")
_EXACT = Context(prec=40, traps=[Inexact])
_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFormula:
    """`factor` times the base price plus `amount`; without a base only the amount."""

    base: str | None
    factor: Decimal
    amount: Decimal

    def price(self, base_price: Decimal) -> Decimal:
        """Return the price before rounding."""
        return _EXACT.add(_EXACT.multiply(self.factor, base_price), self.amount)


class _NotPlainError(Exception):
    pass


def plain(formula: str) -> PlainFormula | None:
    """Read a formula; None when it is not plain."""
    try:
        text = formula.strip()
        result = _read(ast.parse(text, mode="eval").body, text)
    except (_NotPlainError, SyntaxError, ValueError, ArithmeticError, RecursionError):
        return None
    if any(len(number.normalize().as_tuple().digits) > _DIGITS for number in (result.factor, result.amount)):
        return None
    return result


def _read(node: ast.expr, text: str) -> PlainFormula:
    match node:
        case ast.Name(id=name) if name in BASES:
            return PlainFormula(base=name, factor=Decimal(1), amount=Decimal(0))
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            # The digits as they are written: the float between would lose some.
            return _constant(Decimal(ast.get_source_segment(text, node) or ""))
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str() as value)], keywords=[]):
            return _constant(Decimal(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _times(_read(operand, text), Decimal(-1))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _read(operand, text)
        case ast.BinOp(left=left, op=operator, right=right):
            return _combine(_read(left, text), operator, _read(right, text))
        case _:
            raise _NotPlainError


def _combine(left: PlainFormula, operator: ast.operator, right: PlainFormula) -> PlainFormula:
    match operator:
        case ast.Add():
            return _plus(left, right)
        case ast.Sub():
            return _plus(left, _times(right, Decimal(-1)))
        case ast.Mult() if right.base is None:
            return _times(left, right.amount)
        case ast.Mult() if left.base is None:
            return _times(right, left.amount)
        case ast.Div() if right.base is None and right.amount:
            return _times(left, _EXACT.divide(Decimal(1), right.amount))
        case _:
            raise _NotPlainError


def _constant(value: Decimal) -> PlainFormula:
    if not value.is_finite():
        raise _NotPlainError
    return PlainFormula(base=None, factor=Decimal(0), amount=value)


def _plus(left: PlainFormula, right: PlainFormula) -> PlainFormula:
    if left.base and right.base and left.base != right.base:
        raise _NotPlainError
    return PlainFormula(
        base=left.base or right.base,
        factor=_EXACT.add(left.factor, right.factor),
        amount=_EXACT.add(left.amount, right.amount),
    )


def _times(formula: PlainFormula, factor: Decimal) -> PlainFormula:
    return PlainFormula(
        base=formula.base,
        factor=_EXACT.multiply(formula.factor, factor),
        amount=_EXACT.multiply(formula.amount, factor),
    )
