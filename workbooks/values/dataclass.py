"""The standard library's `dataclass`, as far as the house uses it, without its cost at import.

That one compiles six functions for each class, 0.64 ms, and the house has two hundred classes: they
were a fifth of what a click costs. Here one is compiled, `__init__`; the rest is the same code for
every class. The fields are the standard library's: its `field`, `fields` and `replace` hold.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:
        """Makes what `dataclasses.dataclass` makes of a class that writes none of it itself.

        >>> @dataclass(frozen=True, slots=True)
        ... class Span:
        ...     left: int
        ...     right: int = 9
        >>> Span(1), Span(1) == Span(1, 9), Span(1) == Span(2)
        (Span(left=1, right=9), True, False)
        """
        return lambda made: _finished(made, frozen, slots, eq)


def _finished(made: Any, frozen: bool, slots: bool, eq: bool) -> Any:
    made = dataclasses.dataclass(init=False, repr=False, eq=False)(made)
    every = dataclasses.fields(made)
    setting = ("_set_{0}(self, {1})" if slots else "_set(self, {0!r}, {1})") if frozen else ""
    init = _init(made, every, setting or "self.{0} = {1}")
    space: dict[str, Any] = {"__init__": init, "__repr__": _repr(every)}
    if eq:
        compared = [one for one in every if one.compare]
        hashed = [one.name for one in compared if one.hash is not False]
        space["__eq__"] = _eq([one.name for one in compared])
        space["__hash__"] = _hash(hashed) if frozen else None
    if frozen:
        space |= {"__setattr__": _refuse, "__delattr__": _refuse}
    if not slots:
        for name, what in space.items():
            setattr(made, name, what)
        return made
    names = tuple(one.name for one in every)
    space |= {"__slots__": names, "__getstate__": _getstate, "__setstate__": _setstate}
    left_behind = {*names, "__dict__", "__weakref__"}
    kept = {name: what for name, what in vars(made).items() if name not in left_behind}
    slotted = type(made)(made.__name__, made.__bases__, kept | space)
    if frozen:  # the slots themselves set their values a third faster than by their names
        init.__globals__.update((f"_set_{name}", vars(slotted)[name].__set__) for name in names)
    return slotted


def _init(made: type, every: tuple[dataclasses.Field[Any], ...], setting: str) -> Any:
    """The only function with code of its own: arguments have names, and speed matters."""
    space: dict[str, Any] = {"__name__": made.__module__, "_set": object.__setattr__}
    arguments, lines = ["self"], []
    for one in every:
        name = value = one.name
        if one.default is not dataclasses.MISSING:
            space[f"_{name}_"] = one.default
            arguments.append(f"{name}=_{name}_")
        elif one.default_factory is not dataclasses.MISSING:
            space |= {f"_{name}_": one.default_factory, "_new": _NEW}
            arguments.append(f"{name}=_new")
            value = f"_{name}_() if {name} is _new else {name}"
        else:
            arguments.append(name)
        lines.append(setting.format(name, value))
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n ".join(lines or ["pass"])
    exec(f"def __init__({', '.join(arguments)}):\n {body}", space)  # names of fields alone
    space["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
    return space["__init__"]


_NEW = object()
"""Stands for a value that the call does not give, and that is made for each record."""


def _values(names: Sequence[str]) -> Callable[[Any], Any]:
    """The values of these fields; one alone is asked for twice, so as to be in a tuple as well."""
    return attrgetter(*names, *names[: len(names) == 1]) if names else lambda record: ()


def _repr(every: tuple[dataclasses.Field[Any], ...]) -> Any:
    names = [one.name for one in every if one.repr]

    def shown(record: Any) -> str:
        told = ", ".join(f"{name}={getattr(record, name)!r}" for name in names)
        return f"{type(record).__qualname__}({told})"

    return shown


def _eq(names: Sequence[str]) -> Any:
    values = _values(names)

    def equal(record: Any, other: object) -> Any:
        if other.__class__ is not record.__class__:
            return NotImplemented
        return values(record) == values(other)

    return equal


def _hash(names: Sequence[str]) -> Any:
    values = _values(names)
    return lambda record: hash(values(record))


def _getstate(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record.__slots__)


def _setstate(record: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(record.__slots__, state, strict=True):
        object.__setattr__(record, name, value)


def _refuse(record: Any, name: str, value: object = None) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
