"""What earlier runs of the same files put into a folder of copies: it shows how things stand now.

Which they were is kept in the user's own place. A copy that no longer goes back is taken away while
it is as we wrote it; one that somebody has worked on stays, and is named.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from workbooks.output_register import may_be_replaced
from workbooks.user_folder import user_folder

_TAKEN = "上次的 {count} 份这次不用再退回，已从文件夹里拿走。"
_KEPT = "上次的 {names} 这次不用再退回，但有人改动过，没有拿走，请看过以后自己处理。"
_NAMED = 5

_Kept = tuple[str, list[str]]
"""By which paths a run was made that put a file there, and which forms are in it."""


class Earlier:
    """The files of the runs before, and those of this one.

    A copy no longer goes back where this run has looked at the same paths, or at another file of
    the same unit, project and year, and has not put it there again.
    """

    def __init__(self, folder: Path, roots: Sequence[Path]) -> None:
        self._roots = _digest(*sorted(roots))
        self._file = user_folder() / "returns" / f"{_digest(folder)}.json"
        self._folder = folder
        self._before = self._read()
        self._now: dict[str, _Kept] = {}
        self._seen: set[str] = set()

    def saw(self, names: Iterable[str]) -> None:
        """Forms that this run has looked at, by what they name."""
        self._seen.update(names)

    def keep(self, path: Path, names: Iterable[str] = ()) -> None:
        """One more file that this run has put there, and the forms in it."""
        self._now[os.path.relpath(path, self._folder)] = (self._roots, sorted(names))

    def taken_away(self) -> str:
        """Takes away what no longer goes back; what became of it, as sentences."""
        gone, kept, left = 0, [], dict(self._now)
        for name, (roots, forms) in sorted(self._before.items()):
            if name in self._now:
                continue
            if roots != self._roots and not (forms and self._seen.issuperset(forms)):
                left[name] = (roots, forms)
                continue
            path = self._folder / name
            if not path.resolve().is_relative_to(self._folder.resolve()) or not path.is_file():
                continue
            if may_be_replaced(path):
                with suppress(OSError):
                    path.unlink()
                    gone += 1
                    self._drop_empty(path.parent)
                    continue
            kept.append(name)
            left[name] = (roots, forms)
        self._write(left)
        told = _TAKEN.format(count=gone) if gone else ""
        if kept:
            more = f" 等 {len(kept)} 份" if len(kept) > _NAMED else ""
            told += _KEPT.format(names="、".join(kept[:_NAMED]) + more)
        return told

    def _drop_empty(self, folder: Path) -> None:
        """Folders that nothing is left in, up to the one that was named."""
        with suppress(OSError):
            while folder != self._folder:
                folder.rmdir()
                folder = folder.parent

    def _read(self) -> dict[str, _Kept]:
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            return {str(name): (str(roots), list(forms)) for name, (roots, forms) in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, kept: dict[str, _Kept]) -> None:
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(kept), "utf-8")


def _digest(*paths: Path) -> str:
    named = "\0".join(os.path.normcase(path.resolve()) for path in paths)
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]
