"""The settings file of one desk: lines `"KEY","VALUE"`, as the add-in's VBA reads them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

INTERPRETER = "INTERPRETER_WIN"
POLICY = "POLICY"
KEYS = (INTERPRETER, POLICY, "DEBUG UDFS")

# VBA's Open reads and writes in the desk's own code page: 936 in China.
ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"


def read(path: Path) -> dict[str, str]:
    """The settings by key in capitals; none when there is no such file."""
    if not path.is_file():
        return {}
    return parse(path.read_bytes().decode(ENCODING, errors="replace"))


def parse(text: str) -> dict[str, str]:
    r"""The settings by key in capitals; as in VBA, the first line of a key counts.

    >>> parse('"policy","hubei"\r\n"POLICY","hunan"\r\nnonsense\r\n"A","1, 2"\r\n')
    {'POLICY': 'hubei', 'A': '1, 2'}
    """
    settings: dict[str, str] = {}
    for line in text.splitlines():
        fields = _fields(line)
        if len(fields) == 2:
            settings.setdefault(fields[0].upper(), fields[1])
    return settings


def with_values(text: str, values: Mapping[str, str]) -> str:
    r"""The same file with these settings; every other line stays as it is.

    >>> with_values('"POLICY","hubei"\r\n"MINE","1"\r\n', {"POLICY": "shanghai"})
    '"POLICY","shanghai"\r\n"MINE","1"\r\n'
    """
    left = dict(values)
    lines = []
    for line in text.splitlines():
        fields = _fields(line)
        key = fields[0].upper() if len(fields) == 2 else ""
        lines.append(_line(key, left.pop(key)) if key in left else line)
    lines += [_line(key, value) for key, value in left.items()]
    return "".join(f"{line}\r\n" for line in lines)


def _fields(line: str) -> list[str]:
    return next(csv.reader([line], skipinitialspace=True), [])


def _line(key: str, value: str) -> str:
    return f'"{key}","{value}"'
