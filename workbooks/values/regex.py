"""Regular expressions that cost nothing until they are used, and little then.

What `re` makes of an expression is kept in `expressions.txt`, a line for each: compiling the some
two hundred that one form needs was a third of a start. `jixiao build` writes it and compares it. An
expression that is not there, or another Python, costs time and nothing else.
"""

from __future__ import annotations

import re
import sys
from binascii import a2b_base64, b2a_base64
from functools import cache
from pathlib import Path
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_PYTHONS = ("cpython-311", "cpython-312", "cpython-313")
"""Compilers that were seen to make the same of every expression (`tests/workbooks/values`)."""


class Later:
    """Compiles at the first use, and keeps the methods: each later use costs no more than usual."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self.pattern, self.asked = pattern, int(flags)

    def __getattr__(self, name: str) -> Any:
        line = _lines().get(_key(self.pattern, self.asked))
        compiled = kept(self.pattern, line) if line else re.compile(self.pattern, self.asked)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, for a constant of a module.

    The house has some three hundred; `pattern` is there without compiling, for what is put
    together of several.

    >>> number = regex("[0-9]+")
    >>> number.pattern, number.sub("#", "共 12 个")
    ('[0-9]+', '共 # 个')
    """
    return cast("re.Pattern[AnyStr]", Later(pattern, flags))


def line(pattern: str | bytes, flags: int) -> str:
    """What is kept of an expression: itself, and what `re` makes of it."""
    flags, compiler = int(flags), cast("Any", re)._compiler
    parsed = compiler._parser.parse(pattern, flags)
    code = b"".join(int(one).to_bytes(4, "little") for one in compiler._code(parsed, flags))
    state = parsed.state
    names = ",".join(f"{name}={number}" for name, number in state.groupdict.items())
    made = f"{state.flags | flags} {state.groups - 1} {names or '-'}"
    return f"{_key(pattern, flags)}\t{made} {b2a_base64(code, newline=False).decode()}\n"


def kept(pattern: str | bytes, line: str) -> re.Pattern[Any]:
    """The expression itself, of what is kept of it."""
    flags, groups, told, code = line.split(" ")
    pairs = (one.split("=") for one in told.split(",") if told != "-")
    numbers = {name: int(number) for name, number in pairs}
    names = {number: name for name, number in numbers.items()}
    in_order = tuple(names.get(number) for number in range(int(groups) + 1))
    codes = memoryview(a2b_base64(code)).cast("I").tolist()
    made = cast("Any", re)._compiler._sre.compile(
        pattern, int(flags), codes, int(groups), numbers, in_order
    )
    return cast("re.Pattern[Any]", made)


@cache
def _lines() -> dict[str, str]:
    path = Path(__file__).with_name("expressions.txt")
    if sys.implementation.cache_tag not in _PYTHONS or sys.byteorder != "little":
        return {}
    text = path.read_text("utf-8") if path.is_file() else ""
    return dict(one.split("\t") for one in text.splitlines())


def _key(pattern: str | bytes, flags: int) -> str:
    return f"{pattern!a} {flags}"
