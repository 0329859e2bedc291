"""The compiled expressions that `workbooks.values.regex` has beside it, for a quick start."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import validators
import workbooks
import xlfuncs
from workbooks.values.regex import Later, line
from workbooks.vocabulary.vocabulary import vocabulary


def write(path: Path) -> None:
    """One line for each, in their order, so that two changes seldom meet."""
    every = {line(one.pattern, one.asked) for one in _expressions()}
    path.write_text("".join(sorted(every)), encoding="ascii", newline="\n")


def _expressions() -> Iterator[Later]:
    for room in (workbooks, xlfuncs, validators):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            yield from _among(list(vars(import_module(found.name)).values()))
    yield from _among(vocabulary().expressions())


def _among(value: Any) -> Iterator[Later]:
    if isinstance(value, Later):
        yield value
    elif isinstance(value, dict):
        yield from _among(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _among(one)
