"""Where what goes back lies: each file at a place of its own, below the folder that was named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from validators.records.record import Record
from workbooks.output_register import may_be_replaced
from workbooks.values.regex import regex

RETURNED = "_退回修改"
LISTED = "_修改清单"
_OURS = regex(rf"(?:{RETURNED}|{LISTED})(?:\(\d+\))?$")
_BAD = regex(r'[<>:"/\\|?*]')
_RESERVED = regex(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)
_BYTES = 180  # of a name; file systems take 255, and an ending comes behind


class Places:
    """Gives each returned file a place of its own below a folder."""

    def __init__(self, folder: Path, roots: Sequence[Path]) -> None:
        self._folder = folder
        self._roots = tuple(roots)
        self._sources = {root.resolve() for root in roots}
        self._folders: dict[tuple[str, ...], Path] = {}
        self._given: set[str] = set()

    def place(self, record: Record, kind: str, suffix: str, *within: str) -> Path:
        """Where a copy or a list of a file goes: over ours that nobody has changed, or nothing."""
        folder = self._below((*within, *self._inside(record.path)))
        stem = _OURS.sub("", safe_name(record.path.stem)) or "_"
        for number in _numbers():
            path = folder / f"{stem}{kind}{number}{suffix}"
            known = unicodedata.normalize("NFC", str(path)).casefold()
            if known not in self._given and self._is_free(path):
                self._given.add(known)
                return path
        raise AssertionError("there are numbers enough")

    def _below(self, inside: tuple[str, ...]) -> Path:
        if inside not in self._folders:
            folder = self._folder.joinpath(*map(safe_name, inside))
            if not folder.resolve().is_relative_to(self._folder.resolve()):
                folder = self._folder  # a link leads elsewhere, perhaps to what was submitted
            self._folders[inside] = folder
        return self._folders[inside]

    def _inside(self, path: Path) -> tuple[str, ...]:
        """The folders between what was checked and a file."""
        for root in self._roots:
            if path != root and path.is_relative_to(root):
                own = (root.resolve().name,) if len(self._roots) > 1 else ()
                return own + path.relative_to(root).parts[:-1]
        return ()

    def _is_free(self, path: Path) -> bool:
        return path.resolve() not in self._sources and may_be_replaced(path)


def _numbers() -> Iterator[str]:
    yield ""
    for number in range(2, 1 << 30):
        yield f"({number})"


def safe_name(text: str) -> str:
    """A name that every file system takes and that leads nowhere else.

    >>> safe_name("=1+1"), safe_name(".."), safe_name("a:b"), safe_name("con.xlsx")
    ('=1+1', '_', 'a_b', '_con.xlsx')
    """
    shown = "".join("_" if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    name = _BAD.sub("_", shown).strip(" .").removeprefix("~$")
    name = _RESERVED.sub(lambda found: "_" + found[0], name, count=1) if name else "_"
    return name.encode()[:_BYTES].decode("utf-8", "ignore").rstrip(" .") or "_"
