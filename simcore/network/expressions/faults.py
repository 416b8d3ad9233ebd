"""What cannot be read in an expression, and how to mend it."""

from __future__ import annotations

from simcore.text import Label


class ExpressionError(ValueError):
    """An expression that cannot be read: what was found at which character, and a remedy."""

    def __init__(self, message: Label, remedy: Label, position: int) -> None:
        super().__init__(f"{message.en}: {remedy.en}")
        self.message, self.remedy, self.position = message, remedy, position


SIMPLER = Label(
    "set an attribute to a part of it first, then use that", "请先用 set 把其中一部分存入属性再使用"
)
PLAIN = Label(
    "write numbers, names, + - * / ( ), comparisons, and, or, not, or a if c else b",
    "可用：数值、名称、+ - * / ( )、比较、and、or、not，以及 a if c else b",
)
REMEDIES = {
    "=": Label("write == to compare", "比较请写 =="),
    "&": Label("write and", "请写 and"),
    "|": Label("write or", "请写 or"),
    "!": Label("write not, or != to compare", "请写 not，比较请写 !="),
    "（": Label("write ( and )", "请用半角括号 ( )"),
    "）": Label("write ( and )", "请用半角括号 ( )"),
    "，": Label("write a plain comma", "请用半角逗号"),
    "^": Label("multiply instead: x * x", "请用乘法：x * x"),
}
