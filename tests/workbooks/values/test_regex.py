"""What is kept of expressions is what `re` makes of them, in each Python that may use it."""

from __future__ import annotations

import re
import sys
from ast import literal_eval
from pathlib import Path

import pytest

from workbooks.values import regex
from workbooks.values.regex import Later, kept, line

KEPT = Path(regex.__file__).with_name("expressions.txt").read_text("ascii").splitlines()


def test_kept_expressions_are_the_compiled_ones() -> None:
    """Should a newer Python be put among `_PYTHONS`, it has to pass this."""
    wrong = []
    for one in KEPT:
        key, told = one.split("\t")
        pattern, flags = literal_eval(key.rpartition(" ")[0]), int(key.rpartition(" ")[2])
        compiled, read = re.compile(pattern, flags), kept(pattern, told)
        # equal expressions have the same code
        same = read == compiled and read.groupindex == compiled.groupindex
        if not same or read.groups != compiled.groups or line(pattern, flags) != f"{one}\n":
            wrong.append(key)

    assert wrong == []
    assert len(KEPT) > 300


def test_groups_have_their_names_and_numbers() -> None:
    pattern = "(?P<year>[0-9]{4})年(初|末)?(?P<month>[一二]?)"

    read = kept(pattern, line(pattern, re.IGNORECASE)[:-1].split("\t")[1])

    found = read.search("报送于2024年末一月")
    assert found is not None
    assert found.groupdict() == {"year": "2024", "month": "一"}
    assert found.lastgroup == "month"
    assert read.sub(r"\g<year>-\2", "2024年末") == "2024-末"


@pytest.mark.parametrize("python", ["cpython-310", "pypy311"])
def test_another_python_compiles(monkeypatch: pytest.MonkeyPatch, python: str) -> None:
    pattern = literal_eval(KEPT[0].split("\t")[0].rpartition(" ")[0])
    monkeypatch.setattr(sys.implementation, "cache_tag", python)
    regex._lines.cache_clear()

    try:
        assert regex._lines() == {}
        assert Later(pattern, 0).fullmatch == re.compile(pattern).fullmatch
    finally:
        regex._lines.cache_clear()
