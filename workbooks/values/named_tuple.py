"""The standard library's `NamedTuple`, without its cost at import.

That one compiles a function for each class and looks at the type of each field. Here that function,
`__new__`, is compiled for the first tuple of a class, as `workbooks.values.dataclass` does it. A
class that is generic as well is made by the standard library's.
"""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

_getter: Callable[[int, str], Any] = cast("Any", collections)._tuplegetter

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Kind(type):
        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            return _made(name, space) if bases else type.__new__(cls, name, bases, space)

    class NamedTuple(metaclass=_Kind):
        """Makes what `typing.NamedTuple` makes.

        >>> class Span(NamedTuple):
        ...     left: int
        ...     right: int = 9
        >>> Span(1), Span(1)._replace(left=2), Span(1) == (1, 9), Span(left=3).left
        (Span(left=1, right=9), Span(left=2, right=9), True, 3)
        """


def _made(name: str, space: dict[str, Any]) -> Any:
    fields = tuple(space["__annotations__"])
    own = {key: value for key, value in space.items() if key not in fields}
    common: dict[str, Any] = {
        "__slots__": (),
        "__match_args__": fields,
        "_fields": fields,
        "_field_defaults": {key: space[key] for key in fields if key in space},
        "__repr__": _repr,
        "__getnewargs__": _values,
        "_asdict": _asdict,
        "_make": classmethod(_make),
        "_replace": _replace,
    }
    for number, field in enumerate(fields):
        common[field] = _getter(number, "")
    made: Any = type(name, (tuple,), common | own)
    made.__new__ = staticmethod(_first_new(made))
    return made


def _first_new(made: Any) -> Callable[..., Any]:
    """Makes way for the real one."""

    def __new__(cls: type, *values: object, **named: object) -> Any:
        made.__new__ = staticmethod(_new(made))
        return made.__new__(cls, *values, **named)

    return __new__


def _new(made: Any) -> Callable[..., Any]:
    space: dict[str, Any] = {"__name__": made.__module__, "_make": tuple.__new__}
    for name, default in made._field_defaults.items():
        space[f"_{name}_"] = default
    arguments = (f"{one}=_{one}_" if one in made._field_defaults else one for one in made._fields)
    values = "".join(f"{one}, " for one in made._fields)
    exec(f"def __new__(_cls, {', '.join(arguments)}):\n return _make(_cls, ({values}))", space)
    found: Callable[..., Any] = space["__new__"]
    found.__qualname__ = f"{made.__qualname__}.__new__"
    return found


def _repr(record: Any) -> str:
    told = ", ".join(
        f"{name}={value!r}" for name, value in zip(record._fields, record, strict=True)
    )
    return f"{type(record).__name__}({told})"


def _values(record: Any) -> tuple[Any, ...]:
    return tuple(record)


def _asdict(record: Any) -> dict[str, Any]:
    return dict(zip(record._fields, record, strict=True))


def _make(made: Any, values: Iterable[Any]) -> Any:
    record = tuple.__new__(made, values)
    if len(record) != len(made._fields):
        raise TypeError(f"Expected {len(made._fields)} arguments, got {len(record)}")
    return record


def _replace(record: Any, /, **values: Any) -> Any:
    made = record._make(map(values.pop, record._fields, record))
    if values:
        raise ValueError(f"Got unexpected field names: {list(values)}")
    return made
