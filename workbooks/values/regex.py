"""Regular expressions that cost nothing until they are used."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


class _Later:
    """Compiles at the first use, and keeps the methods: each later use costs no more than usual."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, for a constant of a module.

    The house has some two hundred; compiled at import they cost a third of a click. `pattern` is
    there without compiling, for what is put together of several.

    >>> number = regex("[0-9]+")
    >>> number.pattern, number.sub("#", "共 12 个")
    ('[0-9]+', '共 # 个')
    """
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
