"""Values that depend on the patient, as text: from `severity * 10 min` to postfix code.

    value      = either ["if" either "else" value]
    either     = both {"or" both}
    both       = condition {"and" condition}
    condition  = "not" condition | sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
    sum        = product {("+" | "-") product}
    product    = factor {("*" | "/") factor}
    factor     = "-" factor | number [unit] | name | function "(" arguments ")" | "(" value ")"

Times are minutes, true is 1 and false is 0. The engine works on a stack, so the instructions come
in the order in which it needs them. Nothing is ever evaluated as Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from simcore.engine.bytecode import DEEPEST
from simcore.network.expressions.faults import PLAIN, REMEDIES, SIMPLER, ExpressionError
from simcore.network.expressions.postfix import (
    DRAWING,
    OF_MANY,
    OF_ONE,
    OF_RESOURCE,
    STATE,
    Instructions,
    compared,
    height_of,
    op,
)
from simcore.network.expressions.postfix import number as constant
from simcore.network.expressions.tokens import MINUTES, Token, tokens
from simcore.text import Label, did_you_mean

LONGEST = 2000  # characters of one expression
NESTING = 40  # brackets within brackets


@dataclass(frozen=True, slots=True)
class Names:
    """The names that an expression may use; `resources` includes pools."""

    attributes: Sequence[str] = ()
    classes: Sequence[str] = ()
    resources: Sequence[str] = ()


def parse(text: str, names: Names) -> Instructions:
    """Return the postfix code of an expression.

    text: as a scenario writes it, in the grammar at the head of this file.
    names: all that it may speak of.

    Raises ExpressionError where it cannot be read, is too long or nested too deeply.
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            Label(f"an expression of {len(text)} characters", f"表达式长达 {len(text)} 个字符"),
            Label(f"write at most {LONGEST}; set an attribute to a part of it first",
                  f"请不超过 {LONGEST} 个字符，可先用 set 存入属性"),
            LONGEST,
        )  # fmt: skip
    code = _Parser(text, names).whole()
    if height_of(code) > DEEPEST:
        raise ExpressionError(
            Label("the expression is nested too deeply", "表达式嵌套过深"), SIMPLER, 0
        )
    return code


# Names

_KEYWORDS = ("and", "or", "not", "if", "else", "class")
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
FUNCTIONS = (*OF_RESOURCE, *OF_ONE, *OF_MANY, *DRAWING)
RESERVED = frozenset({*STATE, *FUNCTIONS, *_KEYWORDS})  # no attribute may be called so


class _Parser:
    """Reads one expression, from left to right; each method returns the code of its rule."""

    def __init__(self, text: str, names: Names) -> None:
        self.tokens, self.names = tokens(text), names
        self.k = self.depth = 0
        self.drawn = False

    @property
    def token(self) -> Token:
        return self.tokens[self.k]

    def take(self, *texts: str) -> str:
        """Return the present sign or name and go on, if it is one of these; else ""."""
        if self.token.kind in ("sign", "name") and self.token.text in texts:
            self.k += 1
            return self.tokens[self.k - 1].text
        return ""

    def expect(self, text: str) -> None:
        if self.token.text in REMEDIES:
            raise self.unexpected()
        if not self.take(text):
            here = self._here()
            raise self.error(
                Label(f'"{text}" is missing {here.en}', f"缺少“{text}”（{here.zh}）"),
                Label(f'write "{text}" here', f"请在此处写“{text}”"),
            )

    def error(self, message: Label, remedy: Label, token: Token | None = None) -> ExpressionError:
        return ExpressionError(message, remedy, (token or self.token).position)

    def _here(self) -> Label:
        if self.token.kind == "end":
            return Label("at the end", "位于末尾")
        return Label(f'before "{self.token.text}"', f"在“{self.token.text}”之前")

    def whole(self) -> Instructions:
        code = self.value()
        if self.token.kind != "end":
            raise self.unexpected()
        return code

    def unexpected(self) -> ExpressionError:
        token = self.token
        if token.kind == "end":
            message = Label("the expression stops too early", "表达式不完整")
            return self.error(message, Label("write a value here", "请在此处补上一个值"))
        message = Label(
            f'"{token.text}" does not fit at character {token.position + 1}',
            f"第 {token.position + 1} 个字符处的“{token.text}”不适用",
        )
        return self.error(message, REMEDIES.get(token.text, PLAIN))

    # Rules

    def nested(self, rule: Callable[[], Instructions]) -> Instructions:
        self.depth += 1
        if self.depth > NESTING:
            raise self.error(
                Label("the expression is nested too deeply", "表达式嵌套过深"), SIMPLER
            )
        code = rule()
        self.depth -= 1
        return code

    def value(self) -> Instructions:
        return self.nested(self.choice)

    def choice(self) -> Instructions:
        here = self.either()
        if not self.take("if"):
            return here
        condition = self.either()
        self.expect("else")
        return op("SELECT", condition, here, self.value())

    def either(self) -> Instructions:
        return self.chain(self.both, {"or": "OR"})

    def both(self) -> Instructions:
        return self.chain(self.condition, {"and": "AND"})

    def chain(self, rule: Callable[[], Instructions], codes: dict[str, str]) -> Instructions:
        code = rule()
        while sign := self.take(*codes):
            code = op(codes[sign], code, rule())
        return code

    def condition(self) -> Instructions:
        if self.take("not"):
            return op("NOT", self.nested(self.condition))
        if self.take("class"):
            return self.of_class()
        left = self.sum()
        sign = self.take(*_COMPARISONS)
        if not sign:
            return left
        right = self.sum()
        if self.token.text in _COMPARISONS:
            message = Label("two comparisons in one", "一处写了两个比较")
            raise self.error(message, Label("join them: a < b and b < c", "请写成 a < b and b < c"))
        return compared(sign, left, right)

    def of_class(self) -> Instructions:
        """Read what follows `class`: the class of the patient is, or is not, the one named."""
        sign = self.take("==", "!=")
        if not sign:
            raise self.error(
                Label("class is a name, not a number", "class 是名称，不是数值"),
                Label("compare it: class == child, or class != child",
                      "请作比较：class == child 或 class != child"),
            )  # fmt: skip
        name = self.name(self.names.classes, Label("class", "类别"))
        index = float(list(self.names.classes).index(name))
        return compared(sign, (("CLASS", None),), constant(index))

    def sum(self) -> Instructions:
        return self.chain(self.product, {"+": "ADD", "-": "SUBTRACT"})

    def product(self) -> Instructions:
        return self.chain(self.factor, {"*": "MULTIPLY", "/": "DIVIDE"})

    def factor(self) -> Instructions:
        token = self.token
        if self.take("-"):
            return op("NEGATE", self.nested(self.factor))
        if self.take("("):
            code = self.value()
            self.expect(")")
            return code
        if token.kind == "number":
            return self.number()
        if token.kind not in ("name", "text") or token.text in _KEYWORDS:
            raise self.unexpected()
        if token.text in FUNCTIONS:
            self.k += 1
            return self.function(token)
        if token.text in STATE:
            self.k += 1
            return ((STATE[token.text], None),)
        return (("ATTRIBUTE", self.name(self.names.attributes, Label("attribute", "属性"))),)

    def number(self) -> Instructions:
        """Read a number with its unit, if there is one; a time becomes minutes."""
        number = float(self.token.text)
        self.k += 1
        if self.take("%", "％"):
            return constant(number / 100)
        unit = self.take(*MINUTES)
        if not unit:
            return constant(number)
        factor = MINUTES[unit]
        return constant(number * factor if factor >= 1 else number / round(1 / factor))

    def name(self, known: Iterable[str], kind: Label) -> str:
        """Read a name, in quotes where it holds signs or spaces."""
        token = self.token
        if token.kind not in ("name", "text", "number"):
            raise self.unexpected()
        name = token.text[1:-1] if token.kind == "text" else token.text
        if name not in known:
            raise self.error(
                Label(f'there is no {kind.en} "{name}"', f"没有名为“{name}”的{kind.zh}"),
                did_you_mean(name, known, also=FUNCTIONS if kind.en == "attribute" else ()),
            )
        self.k += 1
        return name

    # Functions

    def function(self, token: Token) -> Instructions:
        self.expect("(")
        if token.text in OF_RESOURCE:
            name = self.name(self.names.resources, Label("resource", "资源"))
            self.expect(")")
            return ((OF_RESOURCE[token.text], name),)
        arguments = [self.value()]
        while self.take(","):
            arguments.append(self.value())
        self.expect(")")
        if token.text in DRAWING:
            return self.drawing(token, arguments)
        if token.text in OF_ONE:
            self.count(token, arguments, "x", 1)
            return op(OF_ONE[token.text], arguments[0])
        code = arguments[0]
        for argument in arguments[1:]:
            code = op(OF_MANY[token.text], code, argument)
        return code

    def drawing(self, token: Token, arguments: list[Instructions]) -> Instructions:
        parameters, expand = DRAWING[token.text]
        self.count(token, arguments, parameters, parameters.count(",") + 1)
        if self.drawn:
            raise self.error(
                Label("an expression draws one random number at most",
                      "一个表达式至多抽取一个随机数"),
                Label("set an attribute to the first, then use that attribute",
                      "请先用 set 把第一个存入属性，再使用该属性"),
                token,
            )  # fmt: skip
        self.drawn = True
        return expand(*arguments)

    def count(self, token: Token, arguments: list[Instructions], parameters: str, n: int) -> None:
        if len(arguments) != n:
            raise self.error(
                Label(f"{token.text} has {len(arguments)} arguments",
                      f"{token.text} 有 {len(arguments)} 个参数"),
                Label(f"write {token.text}({parameters})", f"请写 {token.text}({parameters})"),
                token,
            )  # fmt: skip
