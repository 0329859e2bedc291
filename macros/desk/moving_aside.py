"""What somebody saved in the place of a file of ours, a filled form above all, is kept."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from pathlib import Path

from macros.desk.install_record import InstallRecord, digest
from macros.desk.places import Desk


def move_aside(
    desk: Desk, record: InstallRecord, wanted: dict[Path, bytes], moved: dict[Path, Path]
) -> None:
    """Renames what is not as we left it, and notes in `moved` from where to where."""
    for path in desk.shipped():
        note = record.files.get(str(path))
        if not path.is_file() or (note is None and path == desk.installed_addin):
            continue  # an add-in from before is kept in the record
        found = path.read_bytes()
        if found == wanted[path] or (note is not None and digest(found) in note.ours):
            continue
        aside = _free_name(path)
        path.rename(aside)
        moved[path] = aside


def _free_name(path: Path) -> Path:
    names = (
        path.with_name(f"{path.stem}（安装前的{number if number > 1 else ''}）{path.suffix}")
        for number in count(1)
    )
    return next(name for name in names if not name.exists())


def move_back(moved: dict[Path, Path]) -> None:
    """Undoes that, as far as it can be undone."""
    for path, aside in moved.items():
        with suppress(OSError):
            path.unlink(missing_ok=True)  # only what we have just put there
            aside.rename(path)
