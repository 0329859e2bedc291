"""Tuples of the house are what those of the standard library are."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from typing import Any, get_type_hints

import pytest

from workbooks.values.named_tuple import NamedTuple


class Line(NamedTuple):
    """A line."""

    name: str
    amounts: tuple[int, ...] = ()
    note: str | None = None

    @property
    def total(self) -> int:
        """Of its amounts."""
        return sum(self.amounts)


class _Line(typing.NamedTuple):
    name: str
    amounts: tuple[int, ...] = ()
    note: str | None = None


def test_it_has_what_that_of_the_standard_library_has() -> None:
    ours, theirs = Line("a", (1,)), _Line("a", (1,))
    kinds: tuple[Any, Any] = Line, _Line

    assert (ours, hash(ours), ours.total) == (theirs, hash(theirs), 1)
    assert repr(ours) == repr(theirs).removeprefix("_")
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(note="b") == theirs._replace(note="b")
    assert Line._make(["a", (), None]) == Line("a")
    assert len({kind._fields for kind in kinds}) == 1
    assert len({kind.__match_args__ for kind in kinds}) == 1
    assert len({tuple(inspect.signature(kind).parameters) for kind in kinds}) == 1
    assert Line._field_defaults == _Line._field_defaults
    assert get_type_hints(Line) == get_type_hints(_Line)
    assert (Line.__doc__, Line.__name__, Line.__module__) == ("A line.", "Line", __name__)
    assert pickle.loads(pickle.dumps(ours)) == copy.deepcopy(ours) == ours
    assert type(copy.copy(ours)) is Line


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(TypeError, match="name"):
        Line()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        Line._make(["a"])
    with pytest.raises(ValueError, match="unit"):
        Line("a")._replace(unit="b")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Line("a").name = "b"  # type: ignore[misc]
