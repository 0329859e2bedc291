"""What Excel's formulas give, worked out without Excel: for the results that are stored with them.

Only what the templates' own formulas are made of is known, and each of it is a function of Excel
2007: another formula is a fault of ours, and raises. LibreOffice is asked the same by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import repeat
from typing import Any
from unicodedata import normalize

from workbooks.values.regex import regex

Value = Any
"""A text, a number (float), a truth, or a list of these where an array stands."""


class FormulaError(Exception):
    """What Excel shows as #VALUE!, #N/A or #DIV/0!."""


Cells = Mapping[str, Value]
Node = Callable[[Cells], Value]

_ASCII = regex("[！-～　]")
_TOKEN = regex(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+\.?\d*(?:E\d+)?)'
    r"|(?P<name>\$?[A-Z]+[A-Z0-9]*\$?\d*)|(?P<sign><>|<=|>=|[-+*/&=<>(),{};:]))"
)


def calculate(formula: str, cells: Cells) -> Value:
    """The value of a formula (with its =), cells by their addresses; an error is a value too.

    >>> calculate('=IF(LEN(A1)>2,MID(A1,2,2)&"!",SUM(1,2))', {"A1": "≥15条"})
    '15!'
    """
    try:
        return _compiled(formula)(cells)
    except FormulaError as error:
        return error


@cache
def _compiled(formula: str) -> Node:
    return _Parser(formula.removeprefix("=")).whole()


class _Parser:
    """Formula text -> a function of the cells, by precedence."""

    def __init__(self, text: str) -> None:
        self.tokens = [*_tokens(text), ("end", "")]
        self.at = 0

    def whole(self) -> Node:
        node = self.comparison()
        if self.tokens[self.at][0] != "end":
            raise ValueError(f"left over: {self.tokens[self.at]}")
        return node

    def takes(self, *signs: str) -> str:
        """The next sign if it is one of these, which is then passed."""
        kind, text = self.tokens[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return ""

    def needs(self, sign: str) -> None:
        if not self.takes(sign):
            raise ValueError(f"{sign} expected before {self.tokens[self.at :][:3]}")

    def comparison(self) -> Node:
        return self._binary(self.joined, "<>", "<=", ">=", "=", "<", ">")

    def joined(self) -> Node:
        return self._binary(self.added, "&")

    def added(self) -> Node:
        return self._binary(self.multiplied, "+", "-")

    def multiplied(self) -> Node:
        return self._binary(self.single, "*", "/")

    def _binary(self, inner: Callable[[], Node], *signs: str) -> Node:
        left = inner()
        while sign := self.takes(*signs):
            left = _operation(_OPERATIONS[sign], left, inner())
        return left

    def single(self) -> Node:
        if self.takes("-"):
            return _operation(_OPERATIONS["-"], lambda _: 0.0, self.single())
        if self.takes("("):
            node = self.comparison()
            self.needs(")")
            return node
        if self.takes("{"):
            return self.array()
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return _constant(text[1:-1].replace('""', '"'))
        if kind == "number":
            return _constant(float(text))
        if kind != "name":
            raise ValueError(f"unexpected {text!r}")
        return self.call(text) if self.takes("(") else _cell(text.replace("$", ""))

    def array(self) -> Node:
        values = [self.single()({})]
        while self.takes(",", ";"):
            values.append(self.single()({}))
        self.needs("}")
        return _constant(values)

    def call(self, name: str) -> Node:
        arguments: list[Node] = []
        while not self.takes(")"):
            arguments.append(self.comparison())
            self.takes(",")
        if name in _LAZY:
            return _LAZY[name](arguments)
        function = _FUNCTIONS[name]
        if name in _WHOLE:
            return lambda cells: function(*(one(cells) for one in arguments))
        return lambda cells: _each(function, [one(cells) for one in arguments])


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise ValueError(f"no formula from here: {text[at : at + 20]!r}")
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _constant(value: Value) -> Node:
    return lambda _: value


def _cell(name: str) -> Node:
    if name in ("TRUE", "FALSE"):
        return _constant(name == "TRUE")
    return lambda cells: _right_value(cells.get(name, ""))


def _right_value(value: Value) -> Value:
    if isinstance(value, FormulaError):
        raise value
    return value


def _operation(function: Callable[..., Value], left: Node, right: Node) -> Node:
    return lambda cells: _each(function, [left(cells), right(cells)])


def _each(function: Callable[..., Value], arguments: Sequence[Value]) -> Value:
    """The function of the arguments, or of each of their elements where one is an array."""
    lengths = {len(one) for one in arguments if isinstance(one, list)}
    if not lengths:
        for one in arguments:
            if isinstance(one, FormulaError):
                raise one
        return function(*arguments)
    columns = [one if isinstance(one, list) else repeat(one, max(lengths)) for one in arguments]
    return [_kept(function, line) for line in zip(*columns, strict=True)]


def _kept(function: Callable[..., Value], line: Sequence[Value]) -> Value:
    """An element, or its error, which is no error of the whole array."""
    tolerant = function in (_FUNCTIONS["ISERROR"], _FUNCTIONS["ISNUMBER"])
    if not tolerant and (wrong := next((o for o in line if isinstance(o, FormulaError)), None)):
        return wrong
    try:
        return function(*line)
    except FormulaError as error:
        return error


def _number(value: Value) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise FormulaError from None
    return float(value)


def _text(value: Value) -> str:
    """A value as Excel joins it to a text."""
    if isinstance(value, bool):
        return str(value).upper()
    return format(value, ".15g") if isinstance(value, float) else str(value)


def _divided(left: Value, right: Value) -> float:
    if _number(right) == 0:
        raise FormulaError
    return _number(left) / _number(right)


def _compared(sign: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool]:
    """Numbers before texts before truths, texts without regard to case."""

    def compare(left: Value, right: Value) -> bool:
        return sign(_ranked(left), _ranked(right))

    return compare


def _ranked(value: Value) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


_OPERATIONS: Mapping[str, Callable[..., Value]] = {
    "&": lambda left, right: _text(left) + _text(right),
    "+": lambda left, right: _number(left) + _number(right),
    "-": lambda left, right: _number(left) - _number(right),
    "*": lambda left, right: _number(left) * _number(right),
    "/": _divided,
    "=": _compared(lambda left, right: left == right),
    "<>": _compared(lambda left, right: left != right),
    "<": _compared(lambda left, right: left < right),
    ">": _compared(lambda left, right: left > right),
    "<=": _compared(lambda left, right: left <= right),
    ">=": _compared(lambda left, right: left >= right),
}


def _found(sought: Value, text: Value, start: Value = 1.0) -> float:
    at = _text(text).find(_text(sought), int(start) - 1)
    if at < 0:
        raise FormulaError
    return at + 1.0


def _middle(text: Value, start: Value, length: Value) -> str:
    first = int(_number(start)) - 1
    if first < 0 or length < 0:
        raise FormulaError
    return _text(text)[first : first + int(length)]


def _right(text: Value, length: Value = 1.0) -> str:
    return _text(text)[-int(length) :] if length else ""


def _left(text: Value, length: Value = 1.0) -> str:
    if length < 0:
        raise FormulaError
    return _text(text)[: int(length)]


def _matched(sought: Value, among: list[Value], _: Value) -> float:
    if sought not in among:
        raise FormulaError
    return among.index(sought) + 1.0


def _rounded(value: Value, digits: Value) -> float:
    """Half up of the fifteen digits that Excel takes for the number."""
    step = Decimal(1).scaleb(-int(digits))
    return float(Decimal(format(_number(value), ".15g")).quantize(step, ROUND_HALF_UP))


def _summed(*values: Value) -> float:
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    if any(isinstance(one, FormulaError) for one in flat):
        raise FormulaError
    return float(sum(one for one in flat if isinstance(one, float | int)))


def _extreme(of: Callable[..., float]) -> Callable[..., float]:
    def function(*values: Value) -> float:
        flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
        if any(isinstance(one, FormulaError) for one in flat):
            raise FormulaError
        return of(float(one) for one in flat if not isinstance(one, str))

    return function


def _shown(value: Value, code: Value) -> str:
    if code != "#,##0":
        raise ValueError(f"no such format here: {code}")
    return f"{_rounded(value, 0.0):,.0f}"


_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "ABS": lambda value: abs(_number(value)),
    "AND": lambda *values: all(values),
    "OR": lambda *values: any(values),
    "NOT": lambda value: not value,
    "ASC": lambda text: _ASCII.sub(lambda sign: normalize("NFKC", sign[0]), _text(text)),
    "CHAR": lambda code: chr(int(code)),
    "COUNT": lambda *values: float(sum(isinstance(one, float) for one in values)),
    "EXACT": lambda left, right: _text(left) == _text(right),
    "FIND": _found,
    "INDEX": lambda values, _: values,
    "INT": lambda value: float(int(_number(value))),
    "ISERROR": lambda value: isinstance(value, FormulaError),
    "ISNUMBER": lambda value: isinstance(value, float) and not isinstance(value, bool),
    "LEFT": _left,
    "LEN": lambda text: float(len(_text(text))),
    "LOWER": lambda text: _text(text).lower(),
    "MATCH": _matched,
    "MAX": _extreme(max),
    "MID": _middle,
    "MIN": _extreme(min),
    "RIGHT": _right,
    "ROUND": _rounded,
    "SUBSTITUTE": lambda text, old, new: _text(text).replace(_text(old), _text(new)),
    "SUM": _summed,
    "SUMPRODUCT": _summed,
    "TEXT": _shown,
    "TRIM": lambda text: " ".join(part for part in _text(text).split(" ") if part),
    "UPPER": lambda text: _text(text).upper(),
    "VALUE": _number,
}
_WHOLE = frozenset(("AND", "COUNT", "INDEX", "MATCH", "MAX", "MIN", "OR", "SUM", "SUMPRODUCT"))
"""What takes an array as one, and gives one value."""


def _if(arguments: list[Node]) -> Node:
    condition, then, *other = arguments
    otherwise = other[0] if other else _constant(False)
    return lambda cells: then(cells) if condition(cells) else otherwise(cells)


def _if_error(arguments: list[Node]) -> Node:
    value, otherwise = arguments

    def node(cells: Cells) -> Value:
        try:
            return value(cells)
        except FormulaError:
            return otherwise(cells)

    return node


def _is_error(arguments: list[Node]) -> Node:
    def node(cells: Cells) -> Value:
        try:
            value = arguments[0](cells)
        except FormulaError:
            return True
        return _each(_FUNCTIONS["ISERROR"], [value]) if isinstance(value, list) else False

    return node


def _is_number(arguments: list[Node]) -> Node:
    def node(cells: Cells) -> Value:
        try:
            return _each(_FUNCTIONS["ISNUMBER"], [arguments[0](cells)])
        except FormulaError:
            return False

    return node


_LAZY: Mapping[str, Callable[[list[Node]], Node]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "ISERROR": _is_error,
    "ISNUMBER": _is_number,
}
