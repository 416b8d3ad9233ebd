"""Values that depend on the patient, as text: from `severity * 10 min` to postfix code.

    value      = either ["if" either "else" value]
    either     = both {"or" both}
    both       = condition {"and" condition}
    condition  = "not" condition | sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
    sum        = product {("+" | "-") product}
    product    = factor {("*" | "/") factor}
    factor     = "-" factor | amount | name | function "(" arguments ")" | "(" value ")"
               | unit, behind a "/": 10 / h is 10 / 1 h
    amount     = number ["/" number] unit {number ["/" number] unit} | number

Times are minutes, true is 1 and false is 0. What each part measures is found beside its code, so
that no time is taken for a number (`dimensions`). The engine works on a stack, so the instructions
come in the order in which it needs them. Nothing is ever evaluated as Python.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from simcore.engine.bytecode import DEEPEST
from simcore.network.expressions import measures
from simcore.network.expressions.dimensions import NUMBER, TIME, common, product, quotient
from simcore.network.expressions.faults import SIMPLER, ExpressionError
from simcore.network.expressions.names import Names, Term
from simcore.network.expressions.postfix import (
    DRAWING,
    OF_MANY,
    OF_ONE,
    OF_RESOURCE,
    STATE,
    compared,
    height_of,
    op,
    undefined,
)
from simcore.network.expressions.postfix import number as constant
from simcore.network.expressions.reader import Reader
from simcore.network.expressions.tokens import MINUTES, Token, amount
from simcore.text import Label, did_you_mean

LONGEST = 2000  # characters of one expression
NESTING = 40  # brackets within brackets


def parse(text: str, names: Names) -> Term:
    """Return the postfix code of an expression, and what its value measures.

    text: as a scenario writes it, in the grammar at the head of this file.
    names: all that it may speak of.

    Raises ExpressionError where it cannot be read, mixes times and numbers, has a part without a
    value, is too long or nested too deeply.
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            Label(f"an expression of {len(text)} characters", f"表达式长达 {len(text)} 个字符"),
            Label(f"write at most {LONGEST}; set an attribute to a part of it first",
                  f"请不超过 {LONGEST} 个字符，可先用 set 存入属性"),
            LONGEST,
        )  # fmt: skip
    whole = _Parser(text, names).whole()
    if height_of(whole.code) > DEEPEST:
        raise ExpressionError(
            Label("the expression is nested too deeply", "表达式嵌套过深"), SIMPLER, 0
        )
    return whole


# Names

_KEYWORDS = ("and", "or", "not", "if", "else", "class")
_CONSTANTS = {"pi": Term(constant(math.pi), NUMBER)}
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
FUNCTIONS = (*OF_RESOURCE, *OF_ONE, *OF_MANY, *DRAWING)
RESERVED = frozenset({*STATE, *_CONSTANTS, *FUNCTIONS, *_KEYWORDS})  # nothing else is called so


class _Parser(Reader):
    """Reads one expression, from left to right; each method returns the term of its rule."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text)
        self.names, self.constants = names, {**_CONSTANTS, **names.constants}
        self.depth, self.drawn = 0, False

    def whole(self) -> Term:
        term = self.value()
        if self.token.kind != "end":
            raise self.unexpected()
        return self.defined(term, self.tokens[0])

    def defined(self, term: Term, token: Token) -> Term:
        """Return a term as it is. Raises where no patient could have a value of it."""
        if undefined(term.code):
            raise measures.without_value(token)
        return term

    # Rules

    def nested(self, rule: Callable[[], Term]) -> Term:
        self.depth += 1
        if self.depth > NESTING:
            raise self.error(
                Label("the expression is nested too deeply", "表达式嵌套过深"), SIMPLER
            )
        term = rule()
        self.depth -= 1
        return term

    def value(self) -> Term:
        return self.nested(self.choice)

    def choice(self) -> Term:
        here = self.either()
        token = self.token
        if not self.take("if"):
            return here
        condition = self.either()
        measures.a_number(condition, token, "if")
        self.expect("else")
        other = self.value()
        measures.must_be_alike(token, here, other)
        return Term(
            op("SELECT", condition.code, here.code, other.code),
            common(here.dimension, other.dimension),
        )

    def either(self) -> Term:
        return self.joined(self.both, "or", "OR")

    def both(self) -> Term:
        return self.joined(self.condition, "and", "AND")

    def joined(self, rule: Callable[[], Term], word: str, code: str) -> Term:
        """Read conditions with a word between them."""
        term = rule()
        while (token := self.token) and self.take(word):
            other = rule()
            measures.a_number(term, token, word)
            measures.a_number(other, token, word)
            term = Term(op(code, term.code, other.code), NUMBER)
        return term

    def condition(self) -> Term:
        token = self.token
        if self.take("not"):
            inner = self.nested(self.condition)
            measures.a_number(inner, token, "not")
            return Term(op("NOT", inner.code), NUMBER)
        if self.take("class"):
            return self.of_class()
        left = self.sum()
        token = self.token
        sign = self.take(*_COMPARISONS)
        if not sign:
            return left
        right = self.sum()
        if self.token.text in _COMPARISONS:
            message = Label("two comparisons in one", "一处写了两个比较")
            raise self.error(message, Label("join them: a < b and b < c", "请写成 a < b and b < c"))
        measures.must_be_alike(token, left, right)
        return Term(compared(sign, left.code, right.code), NUMBER)

    def of_class(self) -> Term:
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
        return Term(compared(sign, (("CLASS", None),), constant(index)), NUMBER)

    def sum(self) -> Term:
        term = self.product()
        while (token := self.token) and (sign := self.take("+", "-")):
            other = self.product()
            measures.must_be_alike(token, term, other)
            code = op("ADD" if sign == "+" else "SUBTRACT", term.code, other.code)
            term = Term(code, common(term.dimension, other.dimension))
        return term

    def product(self) -> Term:
        term = self.factor()
        while (token := self.token) and (sign := self.take("*", "/")):
            other = self.factor(divides=sign == "/")
            code, of = ("MULTIPLY", product) if sign == "*" else ("DIVIDE", quotient)
            both = op(code, term.code, other.code)
            term = self.defined(Term(both, of(term.dimension, other.dimension)), token)
        return term

    def factor(self, divides: bool = False) -> Term:
        """Read one factor. divides: behind a "/", where 1/2 h would not be a half hour."""
        token = self.token
        if self.take("-"):
            inner = self.nested(self.factor)
            return Term(op("NEGATE", inner.code), inner.dimension)
        if self.take("("):
            term = self.value()
            self.expect(")")
            return term
        if token.kind == "number":
            read, self.k = amount(self.tokens, self.k, fraction=not divides)
            return self.defined(Term(constant(read.value), read.dimension), token)
        if token.kind not in ("name", "text") or token.text in _KEYWORDS:
            raise self.unexpected()
        if divides and self.is_unit(token):
            self.k += 1
            return Term(constant(MINUTES[token.text]), TIME)
        if token.text in FUNCTIONS:
            self.k += 1
            return self.function(token)
        return self.known(token)

    def is_unit(self, token: Token) -> bool:
        """Tell whether a word behind a "/" is a unit: no name that has a value, nor min(...)."""
        named = token.text in self.constants or token.text in self.names.attributes
        called = self.tokens[self.k + 1].text == "("
        return token.kind == "name" and token.text in MINUTES and not named and not called

    def known(self, token: Token) -> Term:
        """Read a name that has a value."""
        if token.text in STATE:
            self.k += 1
            code, dimension = STATE[token.text]
            return Term(((code, None),), dimension)
        if token.text in self.constants:
            self.k += 1
            return self.constants[token.text]
        attribute = self.name(self.names.attributes, Label("attribute", "属性"))
        return Term((("ATTRIBUTE", attribute),), self.names.dimensions.get(attribute))

    def name(self, known: Iterable[str], kind: Label) -> str:
        """Read a name, in quotes where it holds signs or spaces."""
        token = self.token
        if token.kind not in ("name", "text", "number"):
            raise self.unexpected()
        name = token.text[1:-1] if token.kind == "text" else token.text
        if name not in known:
            also = (*FUNCTIONS, *self.constants) if kind.en == "attribute" else ()
            raise self.error(
                Label(f'there is no {kind.en} "{name}"', f"没有名为“{name}”的{kind.zh}"),
                did_you_mean(name, known, also=also),
            )
        self.k += 1
        return name

    # Functions

    def function(self, token: Token) -> Term:
        self.expect("(")
        if token.text in OF_RESOURCE:
            name = self.name(self.names.resources, Label("resource", "资源"))
            self.expect(")")
            return Term(((OF_RESOURCE[token.text], name),), NUMBER)
        arguments = [self.value()]
        while self.take(","):
            arguments.append(self.value())
        self.expect(")")
        return self.defined(self.applied(token, arguments), token)

    def applied(self, token: Token, arguments: list[Term]) -> Term:
        """Return the value of a function of its arguments."""
        if token.text in DRAWING:
            return self.drawing(token, arguments)
        if token.text in OF_ONE:
            self.count(token, arguments, "x", 1)
            code = op(OF_ONE[token.text], arguments[0].code)
            return Term(code, measures.of_one(token, arguments[0]))
        measures.must_be_alike(token, *arguments)
        code = arguments[0].code
        for argument in arguments[1:]:
            code = op(OF_MANY[token.text], code, argument.code)
        return Term(code, common(*(one.dimension for one in arguments)))

    def drawing(self, token: Token, arguments: list[Term]) -> Term:
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
        measures.must_be_alike(token, *arguments)
        code = expand(*(one.code for one in arguments))
        return Term(code, common(*(one.dimension for one in arguments)))

    def count(self, token: Token, arguments: list[Term], parameters: str, n: int) -> None:
        if len(arguments) != n:
            raise self.error(
                Label(f"{token.text} has {len(arguments)} arguments",
                      f"{token.text} 有 {len(arguments)} 个参数"),
                Label(f"write {token.text}({parameters})", f"请写 {token.text}({parameters})"),
                token,
            )  # fmt: skip
