"""Excel's list of add-ins to open: the values OPEN, OPEN1, OPEN2 … of its Options key.

Excel reads them in order and stops at the first number that is missing.
"""

from __future__ import annotations

import re
from pathlib import Path

from macros.desk.registry import SZ, Registry, Value
from workbooks.values.regex import regex

OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
_NAME = regex(r"OPEN([1-9][0-9]*)?", re.IGNORECASE)


def entries(registry: Registry) -> dict[int, Value]:
    """The values by number; OPEN is 0."""
    found = {}
    for name, value in (registry.values(OPTIONS) or {}).items():
        if match := _NAME.fullmatch(name):
            found[int(match[1] or 0)] = value
    return dict(sorted(found.items()))


def numbers_of(registry: Registry, addin: Path) -> list[int]:
    """Where this very file is listed."""
    return [
        number
        for number, value in entries(registry).items()
        if path_in(value) == str(addin).lower()
    ]


def path_in(value: Value) -> str:
    r"""The file that an entry opens, in small letters.

    >>> path_in((1, '/R "C:\\Tools\\Other.xlam"'))
    'c:\\tools\\other.xlam'
    """
    text = str(value[1]).lower()
    quoted = re.search(r'"([^"]*)"', text)
    return quoted[1] if quoted else re.sub(r"^(/\w+\s+)+", "", text).strip()


def add(registry: Registry, addin: Path) -> None:
    """Lists the file under the first number that is free; listed once however often called."""
    listed = numbers_of(registry, addin)
    if len(listed) == 1 and reachable(registry, listed[0]):
        return
    for number in listed:
        registry.unset(OPTIONS, _name(number))
    taken = entries(registry)
    free = next(number for number in range(len(taken) + 1) if number not in taken)
    registry.create(OPTIONS)
    registry.set(OPTIONS, _name(free), (SZ, f'/R "{addin}"'))


def remove(registry: Registry, addin: Path, before: dict[int, Value]) -> None:
    """Takes the file off the list and closes the gap, unless either was there `before`."""
    for number in reversed(numbers_of(registry, addin)):
        if number in before and before[number] == entries(registry)[number]:
            continue
        registry.unset(OPTIONS, _name(number))
        if entries(registry) != before:
            _close(registry, number)


def reachable(registry: Registry, number: int) -> bool:
    """Whether Excel comes to this number before it meets a gap."""
    taken = entries(registry)
    return all(lower in taken for lower in range(number))


def _close(registry: Registry, gap: int) -> None:
    taken = entries(registry)
    while gap + 1 in taken:
        registry.set(OPTIONS, _name(gap), taken[gap + 1])
        registry.unset(OPTIONS, _name(gap + 1))
        gap += 1


def _name(number: int) -> str:
    return f"OPEN{number or ''}"
