"""The record of an installation: what was there before, what was put there, and the way back.

Each change is noted before it is made, so that an installation that broke off can be taken back.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from macros.desk.registry import Registry, Value, missing_keys, value_of
from workbooks.atomic_write import replacing
from workbooks.values.dataclass import dataclass, field


@dataclass(slots=True)
class FileNote:
    """One file: its content before (base64) or None, and the digests of what we wrote."""

    before: str | None
    ours: list[str] = field(default_factory=list)
    edited: bool = False
    """Somebody changed it after an installation, and the next one kept that."""


@dataclass(slots=True)
class ValueNote:
    """One registry value: before, or None, and what we wrote."""

    before: Value | None
    ours: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class InstallRecord:
    """Everything that install did on this desk since the first time."""

    folders: list[str] = field(default_factory=list)
    files: dict[str, FileNote] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    values: dict[str, ValueNote] = field(default_factory=dict)
    opened: dict[int, Value] = field(default_factory=dict)
    """Excel's list of add-ins before the first installation, without ours."""

    def note_file(self, path: Path, content: bytes, earlier: Collection[Path] = ()) -> None:
        """Before `content` is written to `path`.

        `earlier` are the files of an installation whose record is lost: nothing to come back to.
        """
        if str(path) not in self.files:
            there = path.is_file() and path not in earlier
            before = path.read_bytes() if there else None
            stored = None if before is None else base64.b64encode(before).decode()
            self.files[str(path)] = FileNote(stored)
            self.folders += [
                str(folder)
                for folder in missing_folders(path.parent)
                if str(folder) not in self.folders
            ]
        _add(self.files[str(path)].ours, digest(content))

    def note_value(self, registry: Registry, key: str, name: str, value: Value) -> None:
        """Before `value` is set."""
        self.note_key(registry, key)
        place = f"{key}\\{name}"
        if place not in self.values:
            self.values[place] = ValueNote(value_of(registry, key, name))
        _add(self.values[place].ours, value)

    def note_key(self, registry: Registry, key: str) -> None:
        """Before `key` is made."""
        self.keys += [
            missing for missing in missing_keys(registry, key) if missing not in self.keys
        ]

    def take_back_file(self, path: Path) -> str | None:
        """The file as it was before; a sentence when it stays as it is."""
        note = self.files[str(path)]
        before = None if note.before is None else base64.b64decode(note.before)
        found = path.read_bytes() if path.is_file() else None
        if (
            found is not None
            and found != before
            and (note.edited or digest(found) not in note.ours)
        ):
            return f"{path} 在安装之后被改动过，已保留。不需要时可以手动删除。"
        if before is None:
            path.unlink(missing_ok=True)
        elif found != before:
            replace(path, before)
        return None

    def take_back_value(self, registry: Registry, place: str) -> str | None:
        """The value as it was before; a sentence when it stays as it is."""
        note, (key, name) = self.values[place], place.rsplit("\\", 1)
        found = value_of(registry, key, name)
        if found == note.before:
            return None
        if found is not None and found not in note.ours:
            return f"注册表 {place} 在安装之后被改动过，已保留。"
        if note.before is None:
            registry.unset(key, name)
        else:
            registry.create(key)
            registry.set(key, name, note.before)
        return None

    def take_back_folders(self) -> None:
        """The folders that we made and that are empty."""
        for folder in sorted(self.folders, key=len, reverse=True):
            with suppress(OSError):
                Path(folder).rmdir()

    def take_back_keys(self, registry: Registry) -> None:
        """The keys that we made and that are empty."""
        for key in sorted(self.keys, key=len, reverse=True):
            if registry.values(key) == {} and not registry.subkeys(key):
                registry.delete(key)

    def save(self, path: Path) -> None:
        """Writes the record, whole or not at all."""
        from dataclasses import asdict

        replace(path, json.dumps(asdict(self), ensure_ascii=False, indent=1).encode())


def load(path: Path) -> InstallRecord | None:
    """The record of the last installation, or None. ValueError when it is broken."""
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_bytes())
        return InstallRecord(
            folders=list(data["folders"]),
            files={place: _file_note(note) for place, note in data["files"].items()},
            keys=list(data["keys"]),
            values={place: _value_note(note) for place, note in data["values"].items()},
            opened={int(number): _value(value) for number, value in data["opened"].items()},
        )
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error


def missing_folders(folder: Path) -> list[Path]:
    """The folder and those above it that are not there, topmost first."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    return missing[::-1]


def replace(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, and without a mark that it came from the internet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as fresh:
        fresh.write_bytes(content)


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content."""
    return sha256(content).hexdigest()


def _add(known: list[Any], new: object) -> None:
    if new not in known:
        known.append(new)


def _file_note(note: dict[str, Any]) -> FileNote:
    if note["before"] is not None:
        base64.b64decode(note["before"], validate=True)  # now, not halfway through uninstall
    return FileNote(note["before"], list(note["ours"]), bool(note.get("edited")))


def _value_note(note: dict[str, Any]) -> ValueNote:
    before = None if note["before"] is None else _value(note["before"])
    return ValueNote(before, [_value(value) for value in note["ours"]])


def _value(stored: Any) -> Value:
    kind, data = stored  # JSON knows no tuples
    return int(kind), data
