"""What the parts of an expression may measure where they meet; what is said where they may not."""

from __future__ import annotations

from simcore.network.expressions.dimensions import NUMBER, Dimension, alike, named
from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.names import Term
from simcore.network.expressions.postfix import constant
from simcore.network.expressions.tokens import Token
from simcore.text import Label

_ONE_KIND = Label(
    "give each a unit, or none: stay > 4 h, 5 min + 2 * 3 min",
    "请都写单位或都不写，例如 stay > 4 h、5 min + 2 * 3 min",
)
_RANGE = Label(
    "for a range write {uniform: {low: 30 min, high: 60 min}}; else give each a unit",
    "取值范围请写 {uniform: {low: 30 min, high: 60 min}}，否则请都写单位",
)
_DIVIDE = Label("divide a time by a time: stay / 1 h", "请用时长除以时长：stay / 1 h")
_COMPARE = Label("compare the time: stay > 4 h", "请作比较：stay > 4 h")


def must_be_alike(token: Token, *terms: Term) -> None:
    """Raise ExpressionError where terms that a sign or a function joins are not of one kind."""
    if alike(*(term.dimension for term in terms)):
        return
    kinds = [named(d) for d in dict.fromkeys(t.dimension for t in terms) if d is not None]
    fixed = all(constant(term.code) is not None for term in terms)
    raise ExpressionError(
        Label(f'{kinds[0].en} and {kinds[1].en} do not go together ("{token.text}")',
              f"{kinds[0].zh}与{kinds[1].zh}不能合用（“{token.text}”）"),
        _RANGE if token.text == "-" and fixed else _ONE_KIND,
        token.position,
    )  # fmt: skip


def a_number(term: Term, token: Token, word: str) -> None:
    """Raise ExpressionError where a condition is a time. word: what asks for the condition."""
    if not alike(term.dimension, NUMBER):
        raise ExpressionError(
            Label(f'"{word}" needs a condition, not a time', f"“{word}”需要条件，不能是时长"),
            _COMPARE,
            token.position,
        )


def of_one(token: Token, term: Term) -> Dimension:
    """Return what a function of one value measures.

    Raises ExpressionError where the function takes no such value.
    """
    dimension = term.dimension
    if token.text == "abs" or dimension is None:
        return dimension
    if token.text == "sqrt" and dimension % 2 == 0:
        return dimension // 2
    if dimension == NUMBER:
        return NUMBER
    kind = named(dimension)
    raise ExpressionError(
        Label(
            f"{token.text} takes a number, not {kind.en}", f"{token.text} 须用数值，不能用{kind.zh}"
        ),
        _DIVIDE,
        token.position,
    )


def without_value(token: Token) -> ExpressionError:
    """Return the error that something has no value for anybody."""
    return ExpressionError(
        Label(f'there is no finite value at "{token.text}" (character {token.position + 1})',
              f"第 {token.position + 1} 个字符处的“{token.text}”没有有限的值"),
        Label("divide by nothing that is 0, take roots and logarithms of numbers above 0 only, "
              "write parameters in order: low, mode, high",
              "请检查：除数不为 0，sqrt 与 log 的参数大于 0，参数按 low、mode、high 由小到大"),
        token.position,
    )  # fmt: skip
