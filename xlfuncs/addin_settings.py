"""The settings file of one desk: lines `"KEY","VALUE"`, as the add-in's VBA reads them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from workbooks.values.regex import regex

INTERPRETER = "INTERPRETER_WIN"
POLICY = "POLICY"
UNCOUNTED = "UNCOUNTED"
"""Kinds of files that are not read and need not be, such as PDF that is evidence: `pdf,picture`."""
SERVER = "DEBUG UDFS"
"""Whether Excel asks a server that was started at logon, and starts none itself; xlwings' word."""
KEYS = (INTERPRETER, POLICY, SERVER)

# VBA's Open reads and writes in the desk's own code page: 936 in China.
ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"

_WELL = regex(r'[ \t]*"[^"]*"[ \t]*,[ \t]*"[^"]*"[ \t]*')


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


def misread(text: str) -> list[str]:
    r"""The lines that are not two quoted fields: VBA's `Input #` reads on into the next line.

    >>> misread('"POLICY","hubei"\r\nnonsense\r\n"A","1","2"\r\n\r\nMINE,1\r\n')
    ['nonsense', '"A","1","2"', '', 'MINE,1']
    """
    return [line for line in text.splitlines() if not _WELL.fullmatch(line)]


def with_values(text: str, values: Mapping[str, str]) -> str:
    r"""The same file with these settings; lines that VBA misreads are quoted, or left out.

    >>> with_values('"POLICY","hubei"\r\n"MINE","1"\r\n', {"POLICY": "shanghai"})
    '"POLICY","shanghai"\r\n"MINE","1"\r\n'
    >>> with_values('nonsense\r\nmine, 1\r\n\r\n', {"POLICY": "hubei"})
    '"mine","1"\r\n"POLICY","hubei"\r\n'
    """
    left = dict(values)
    lines = []
    for line in text.splitlines():
        fields = _fields(line)
        key = fields[0].upper() if len(fields) == 2 else ""
        if key in left:
            lines.append(_line(key, left.pop(key)))
        elif _WELL.fullmatch(line):
            lines.append(line)
        elif len(fields) == 2 and '"' not in "".join(fields):
            lines.append(_line(*fields))
    lines += [_line(key, value) for key, value in left.items()]
    return "".join(f"{line}\r\n" for line in lines)


def _fields(line: str) -> list[str]:
    import csv

    return next(csv.reader([line], skipinitialspace=True), [])


def _line(key: str, value: str) -> str:
    return f'"{key}","{value}"'
