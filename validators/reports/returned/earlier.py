"""What earlier runs of the same files put into a folder of copies: it shows how things stand now.

Which they were is kept in the user's own place. A copy that no longer goes back is taken away while
it is as we wrote it; one that somebody has worked on stays, and is named.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from workbooks.output_register import may_be_replaced
from workbooks.user_folder import user_folder

_TAKEN = "上次的 {count} 份这次不用再退回，已从文件夹里拿走。"
_KEPT = "上次的 {names} 这次不用再退回，但有人改动过，没有拿走，请看过以后自己处理。"
_NAMED = 5


class Earlier:
    """The files of the run before, and those of this one."""

    def __init__(self, folder: Path, roots: Sequence[Path]) -> None:
        named = "\0".join(os.path.normcase(path.resolve()) for path in (folder, *sorted(roots)))
        digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._file = user_folder() / "returns" / f"{digest}.json"
        self._folder = folder
        self._before = self._read()
        self._now: list[str] = []

    def keep(self, path: Path) -> None:
        """One more file that this run has put there."""
        self._now.append(os.path.relpath(path, self._folder))

    def taken_away(self) -> str:
        """Takes away what no longer goes back; what became of it, as sentences."""
        gone, kept = 0, []
        for name in sorted(set(self._before) - set(self._now)):
            path = self._folder / name
            if not path.resolve().is_relative_to(self._folder.resolve()) or not path.is_file():
                continue
            if may_be_replaced(path):
                with suppress(OSError):
                    path.unlink()
                    gone += 1
                    continue
            kept.append(name)
        self._write([*self._now, *kept])
        told = _TAKEN.format(count=gone) if gone else ""
        if kept:
            more = f" 等 {len(kept)} 份" if len(kept) > _NAMED else ""
            told += _KEPT.format(names="、".join(kept[:_NAMED]) + more)
        return told

    def _read(self) -> list[str]:
        try:
            names = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return []
        known = isinstance(names, list) and all(isinstance(name, str) for name in names)
        return names if known else []

    def _write(self, names: Sequence[str]) -> None:
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(names, ensure_ascii=True), "utf-8")
