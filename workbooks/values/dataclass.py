"""The standard library's `dataclass`, as far as the house uses it, without its cost at import.

That one compiles six functions for each class, 0.64 ms, and the house has two hundred classes: they
were a fifth of what a click costs. Here one is compiled, `__init__`, for the first record of a
class; the rest is the same code for every class. Whoever asks by the standard library's `fields`
or `replace` is answered as well, but the house asks by those of here: the module `dataclasses`
takes as long to import as forty classes take here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import MISSING as MISSING
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import is_dataclass as is_dataclass
    from dataclasses import replace as replace
else:
    MISSING = object()

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

    def field(**said: Any) -> Any:
        """What is said of a field, by the names of `dataclasses.field`."""
        one = _Field()
        vars(one).update(said)
        return one

    def is_dataclass(record: Any) -> bool:
        """Whether something is a record or the class of some."""
        return hasattr(record if isinstance(record, type) else type(record), "_record_fields")

    def fields(record: Any) -> tuple[_Field, ...]:
        """The fields of a record or of its class.

        >>> @dataclass(frozen=True, slots=True)
        ... class Span:
        ...     left: int
        >>> [one.name for one in fields(Span)], is_dataclass(Span(1)), is_dataclass(1)
        (['left'], True, False)
        """
        return record._record_fields

    def replace(record: T, /, **values: Any) -> T:
        """The same record with other values.

        >>> @dataclass(frozen=True, slots=True)
        ... class Span:
        ...     left: int
        ...     right: int
        >>> replace(Span(1, 2), right=3)
        Span(left=1, right=3)
        """
        for one in record._record_fields:
            if one.name not in values:
                values[one.name] = getattr(record, one.name)
        return type(record)(**values)


class _Field:
    """What the line of a field says: mostly its name and nothing more."""

    name = ""
    default: Any = MISSING
    default_factory: Any = MISSING
    compare = repr = True
    hash: bool | None = None
    metadata: Mapping[str, Any] = MappingProxyType({})


class _StandardFields:
    """Gives the standard library its own fields of a class, when it asks for the first time."""

    def __get__(self, record: object, made: Any) -> Any:
        import dataclasses
        import inspect

        types: dict[str, Any] = {}
        for base in reversed(made.__mro__):
            types |= inspect.get_annotations(base)
        said = {one.name: vars(one) | {"name": MISSING} for one in made._record_fields}
        space = {
            name: dataclasses.field(**{key: of for key, of in each.items() if of is not MISSING})
            for name, each in said.items()
        }
        told = {"__module__": made.__module__, "__annotations__": {n: types[n] for n in said}}
        standard: Any = dataclasses.dataclass(init=False, repr=False, eq=False)
        made.__dataclass_fields__ = standard(type("_", (), told | space)).__dataclass_fields__
        return made.__dataclass_fields__


def _fields_of(made: Any) -> tuple[_Field, ...]:
    """The fields of a class after those of the classes that it is made from."""
    every = {
        one.name: one
        for base in reversed(made.__mro__[1:])
        for one in base.__dict__.get("_record_fields", ())
    }
    for name in made.__annotations__:
        said = made.__dict__.get(name, MISSING)
        one = said if isinstance(said, _Field) else _Field()
        if one is not said:
            one.default = said
        elif one.default is not MISSING:
            setattr(made, name, one.default)
        else:
            delattr(made, name)
        if type(one.default).__hash__ is None:
            raise ValueError(f"{name} needs a default_factory")
        one.name = name
        every[name] = one
    return tuple(every.values())


def _finished(made: Any, frozen: bool, slots: bool, eq: bool) -> Any:
    every = _fields_of(made)
    names = tuple(one.name for one in every)
    space: dict[str, Any] = {
        "__repr__": _repr(every),
        "__match_args__": names,
        "__dataclass_fields__": _StandardFields(),
        "_record_fields": every,
    }
    if eq:
        compared = [one for one in every if one.compare]
        hashed = [one.name for one in compared if one.hash is not False]
        space["__eq__"] = _eq([one.name for one in compared])
        space["__hash__"] = _hash(hashed) if frozen else None
    if frozen:
        space |= {"__setattr__": _refuse, "__delattr__": _refuse}
    if slots:
        space |= {"__slots__": names, "__getstate__": _getstate, "__setstate__": _setstate}
        left_behind = {*names, "__dict__", "__weakref__"}
        kept = {name: what for name, what in vars(made).items() if name not in left_behind}
        made = type(made)(made.__name__, made.__bases__, kept | space)
    else:
        for name, what in space.items():
            setattr(made, name, what)
    made.__init__ = _first_init(made, every, frozen)
    return made


def _first_init(made: Any, every: tuple[_Field, ...], frozen: bool) -> Any:
    """Makes way for the real one: of the classes that are imported half have no record."""

    def __init__(record: object, *values: object, **named: object) -> None:
        made.__init__ = _init(made, every, frozen)
        made.__init__(record, *values, **named)

    return __init__


def _init(made: type, every: tuple[_Field, ...], frozen: bool) -> Any:
    """The only function with code of its own: arguments have names, and speed matters."""
    space: dict[str, Any] = {"__name__": made.__module__, "_set": object.__setattr__}
    setting = "_set(self, {0!r}, {1})" if frozen else "self.{0} = {1}"
    if frozen and "__slots__" in vars(made):
        # the slots themselves set their values a third faster than by their names
        setting = "_set_{0}(self, {1})"
        space |= {f"_set_{one.name}": vars(made)[one.name].__set__ for one in every}
    arguments, lines = ["self"], []
    for one in every:
        name = value = one.name
        if one.default is not MISSING:
            space[f"_{name}_"] = one.default
            arguments.append(f"{name}=_{name}_")
        elif one.default_factory is not MISSING:
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


def _repr(every: tuple[_Field, ...]) -> Any:
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
    import dataclasses

    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
