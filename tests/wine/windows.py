"""A Windows desk under Wine: the real Python for Windows, a registry and a C: of its own.

The interpreter and its packages are unpacked once into a folder outside the repository; each test
session gets a copy, with the product in its site-packages as pip would put it, and a fresh prefix.
Excel is not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from macros.building.bundle import add_product
from macros.building.desk_python import MissingError, desk_python

ROOT = Path(__file__).parents[2]
_HERE = Path(__file__).parent
_LIMIT = 180


@dataclass(frozen=True, slots=True)
class Windows:
    """One prefix. Paths are given as they are here; `named` says what Windows calls them."""

    prefix: Path
    locales: Path

    @property
    def drive(self) -> Path:
        """C:, as it lies here."""
        return self.prefix / "drive_c"

    @property
    def interpreter(self) -> Path:
        r"""`C:\desk\python.exe`, as it lies here."""
        return self.drive / "desk" / "python.exe"

    @property
    def appdata(self) -> Path:
        """The roaming folder of the user, as it lies here."""
        return next((self.drive / "users").glob("*/AppData/Roaming"))

    @property
    def own(self) -> dict[str, str]:
        """Variables that each program is given on Windows: Wine sets those of the user itself."""
        return {}

    def named(self, path: Path) -> str:
        """The path as Windows names it."""
        if path.is_relative_to(self.drive):
            return "C:\\" + "\\".join(path.relative_to(self.drive).parts)
        return "Z:" + str(path.resolve()).replace("/", "\\")

    def environment(self) -> dict[str, str]:
        """Chinese Windows, code page 936; nothing of this system's Python settings."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
        return kept | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",  # nothing to download
            "LANG": "zh_CN.UTF-8",
            "LOCPATH": str(self.locales),
            "PYTHONUTF8": "1",  # for what tests print; files keep the code page
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        environment: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> subprocess.CompletedProcess[str]:
        """Runs a Windows program: `run("reg", …)`, `run(windows.interpreter, "-c", …)`."""
        # Pipes all three: Windows programs take a file or /dev/null for an invalid handle.
        return subprocess.run(
            ["wine", *map(str, command)],
            cwd=cwd or self.drive,
            env=self.environment() | (environment or {}),
            input="",
            capture_output=True,
            encoding=encoding,
            errors="replace",
            timeout=_LIMIT,
            check=False,
        )

    def jixiao(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """The product's command, as Windows runs it."""
        return self.run(self.interpreter, "-m", "macros.cli", *words, cwd=cwd)


@pytest.fixture(scope="session")
def windows() -> Iterator[Windows]:
    """One desk for all tests of a session: each leaves it as it found it."""
    try:
        found = store()
    except MissingError as reason:
        pytest.skip(str(reason))
    with TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:
        desk = Windows(Path(folder) / "prefix", found / "locales")
        with booted(desk):
            shutil.copytree(found / "python", desk.interpreter.parent)
            add_product(desk.interpreter.parent)
            yield desk


@contextmanager
def booted(desk: Windows) -> Iterator[None]:
    desk.prefix.mkdir()
    _quietly(desk, "wineboot", "-i")
    _quietly(desk, "wineserver", "-w")  # or its services would run beside those of the next start
    # A server that stays and holds no pipe of ours: a later run ends when its program does.
    _quietly(desk, "wineserver", "-p")
    _quietly(desk, "wine", "cmd", "/c", "exit")
    try:
        yield
    finally:
        _quietly(desk, "wineserver", "-k")


def _quietly(desk: Windows, *command: str) -> None:
    null = subprocess.DEVNULL
    subprocess.run(
        command,
        env=desk.environment(),
        stdin=null,
        stdout=null,
        stderr=null,
        timeout=_LIMIT,
        check=True,
    )


def store() -> Path:
    """The folder with the interpreter and the locale; made when it is not there yet."""
    for program in ("wine", "wineserver", "wineboot", "localedef"):
        if shutil.which(program) is None:
            raise MissingError(f"{program} is not installed")
    stamp = sha256()
    building = ROOT / "macros" / "building"
    made_by = building / "desk_python.py", building / "interpreter.txt"
    for path in (Path(__file__), *made_by, _HERE / "packages.txt"):
        stamp.update(path.read_bytes())
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jixiao-wine"
    made = caches / stamp.hexdigest()[:16]
    if not made.is_dir():
        caches.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=caches) as folder:
            fresh = Path(folder) / "fresh"
            fresh.mkdir()
            _fill(fresh)
            if not made.is_dir():
                fresh.rename(made)
    return made


def _fill(place: Path) -> None:
    desk_python(place / "python", packages=_HERE / "packages.txt")
    (place / "locales").mkdir()
    locale = ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(place / "locales" / "zh_CN.UTF-8")]
    subprocess.run(locale, check=True, capture_output=True)
