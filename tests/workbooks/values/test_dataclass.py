"""Records of the house are what those of the standard library are, for whoever asks by that one."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from workbooks.values.dataclass import dataclass, field, fields, replace


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    amounts: tuple[int, ...] = ()
    seen: list[str] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Longer(Line):
    rate: float = field(default=0.5, metadata={"unit": "%"})


@dataclasses.dataclass(frozen=True)
class _Line:
    name: str
    amounts: tuple[int, ...] = ()
    seen: list[str] = dataclasses.field(default_factory=list, compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class _Longer(_Line):
    rate: float = dataclasses.field(default=0.5, metadata={"unit": "%"})


@pytest.mark.parametrize(("ours", "theirs"), [(Line, _Line), (Longer, _Longer)])
def test_the_standard_library_sees_the_same_fields(ours: Any, theirs: Any) -> None:
    def told(kind: Any) -> list[tuple[Any, ...]]:
        return [
            (f.name, f.type, f.default, f.default_factory, f.compare, f.repr, f.hash, f.metadata)
            for f in dataclasses.fields(kind)
        ]

    assert told(ours) == told(theirs)
    assert dataclasses.asdict(ours("a", (1,))) == dataclasses.asdict(theirs("a", (1,)))
    assert dataclasses.replace(ours("a"), name="b") == ours("b")
    assert ours.__match_args__ == theirs.__match_args__
    assert repr(ours("a")) == repr(theirs("a")).removeprefix("_")


def test_a_record_is_made_compared_and_kept_as_one_of_the_standard_library() -> None:
    line = Longer("a", rate=0.25)

    assert (line, hash(line)) == (Longer("a", (), ["x"], 0.25), hash(Longer("a", rate=0.25)))
    assert line != Line("a")
    assert replace(line, amounts=(2,)) == Longer("a", (2,), rate=0.25)
    assert Line("a").seen is not Line("a").seen
    assert pickle.loads(pickle.dumps(line)) == copy.deepcopy(line) == line
    assert [one.name for one in fields(line)] == ["name", "amounts", "seen", "rate"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        line.name = "b"  # type: ignore[misc]
    with pytest.raises(TypeError, match="name"):
        Longer()  # type: ignore[call-arg]


def test_a_default_that_records_would_share_is_refused() -> None:
    with pytest.raises(ValueError, match="default_factory"):

        @dataclass(slots=True)
        class Shared:
            seen: list[str] = []  # noqa: RUF012
