"""Tokens of an expression one after the other, and what is said where one is out of place."""

from __future__ import annotations

from simcore.network.expressions.faults import PLAIN, REMEDIES, ExpressionError
from simcore.network.expressions.tokens import Token, tokens
from simcore.text import Label


class Reader:
    """The tokens of a text, and which is next."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.k = 0

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
        """Go on behind a sign or name. Raises ExpressionError where it is not the present one."""
        if self.token.text in REMEDIES:
            raise self.unexpected()
        if not self.take(text):
            here = self._here()
            raise self.error(
                Label(f'"{text}" is missing {here.en}', f"缺少“{text}”（{here.zh}）"),
                Label(f'write "{text}" here', f"请在此处写“{text}”"),
            )

    def error(self, message: Label, remedy: Label, token: Token | None = None) -> ExpressionError:
        """Return an error at a token, the present one where none is given."""
        return ExpressionError(message, remedy, (token or self.token).position)

    def _here(self) -> Label:
        if self.token.kind == "end":
            return Label("at the end", "位于末尾")
        return Label(f'before "{self.token.text}"', f"在“{self.token.text}”之前")

    def unexpected(self) -> ExpressionError:
        """Return the error that the present token does not fit."""
        token = self.token
        if token.kind == "end":
            message = Label("the expression stops too early", "表达式不完整")
            return self.error(message, Label("write a value here", "请在此处补上一个值"))
        message = Label(
            f'"{token.text}" does not fit at character {token.position + 1}',
            f"第 {token.position + 1} 个字符处的“{token.text}”不适用",
        )
        return self.error(message, REMEDIES.get(token.text, PLAIN))
