"""A desk that is not there: a registry in memory, and folders below one root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from macros.desk.places import LIBRARIES, XLWINGS, Desk
from macros.desk.registry import Value
from macros.desk.shortcut import ARGUMENTS, windowless

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
OPTIONS = rf"{EXCEL}\Options"
LOCATIONS = rf"{EXCEL}\Security\Trusted Locations"
LOCATION = rf"{LOCATIONS}\jixiao"
OFFICE = r"HKLM\SOFTWARE\Microsoft\Office"


@dataclass
class MemoryRegistry:
    """Keys by their small letters; each with its own spelling and its values."""

    keys: dict[str, tuple[str, dict[str, Value]]] = field(default_factory=dict)
    forbidden: str = "no key"

    def values(self, key: str) -> dict[str, Value] | None:
        found = self.keys.get(key.lower())
        return None if found is None else dict(found[1])

    def subkeys(self, key: str) -> tuple[str, ...]:
        start = key.lower() + "\\"
        below = [name for small, (name, _) in self.keys.items() if small.startswith(start)]
        return tuple({name[len(start) :].split("\\")[0]: None for name in below})

    def create(self, key: str) -> None:
        parts = key.split("\\")
        for count in range(2, len(parts) + 1):
            made = "\\".join(parts[:count])
            self.keys.setdefault(made.lower(), (made, {}))

    def set(self, key: str, name: str, value: Value) -> None:
        if self.forbidden in key:
            raise PermissionError(13, "拒绝访问", key)
        values = self.keys[key.lower()][1]
        known = next((other for other in values if other.lower() == name.lower()), name)
        values[known] = value

    def unset(self, key: str, name: str) -> None:
        values = self.keys.get(key.lower(), ("", {}))[1]
        for known in [known for known in values if known.lower() == name.lower()]:
            del values[known]

    def delete(self, key: str) -> None:
        assert not self.subkeys(key), "Windows deletes no key that has keys below it"
        self.keys.pop(key.lower(), None)

    def put(self, key: str, **values: Value) -> None:
        self.create(key)
        for name, value in values.items():
            self.set(key, name, value)


def nothing_runs(_: str) -> bool:
    return False


def starts(_: Path) -> str:
    return ""


def shortcut(python: Path) -> bytes:
    return str(windowless(python)).encode() + ARGUMENTS.encode("utf-16-le")


def make_desk(
    root: Path,
    running: Callable[[str], bool] = nothing_runs,
    trouble_starting: Callable[[Path], str] = starts,
) -> Desk:
    """A desk with Excel on it, where the product was put by pip and not installed yet."""
    registry = MemoryRegistry()
    registry.put(rf"{OFFICE}\16.0\Excel\InstallRoot", Path=(1, r"C:\Office16"))
    registry.put(rf"{OFFICE}\ClickToRun\Configuration", Platform=(1, "x64"))
    shipped, packages = root / "shipped", root / "packages"
    write(shipped / "jixiao.xlam", b"add-in of this version")
    write(shipped / "templates" / "自评表.xlsm", b"one template")
    write(shipped / "templates" / "申报表.xlsx", b"another")
    write(shipped / "templates" / "__init__.py", b"")
    python = root / "env" / "Scripts" / "python.exe"
    write(python, b"")
    for name in LIBRARIES:
        write(packages / name, name.encode())
    appdata = root / "Roaming"
    appdata.mkdir()
    desktop = root / "桌面"
    desktop.mkdir()
    return Desk(
        registry=registry,
        appdata=appdata,
        python=python,
        base=r"C:\Python312",
        version=(3, 12),
        bits=64,
        packages={"pywin32": "312", "xlwings": XLWINGS},
        libraries=tuple(packages / name for name in LIBRARIES),
        addin=shipped / "jixiao.xlam",
        templates=shipped / "templates",
        running=running,
        trouble_starting=trouble_starting,
        desktop=desktop,
        shortcut=shortcut,
    )


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def state(desk: Desk) -> dict[str, object]:
    """Everything that install could have touched: all keys and values, all files and folders."""
    assert isinstance(desk.registry, MemoryRegistry)
    root = desk.addin.parents[1]
    keys: dict[str, object] = {
        name: dict(sorted(values.items())) for name, values in desk.registry.keys.values()
    }
    files: dict[str, object] = {
        str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in root.rglob("*")
    }
    return keys | files
