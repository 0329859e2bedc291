"""The offline folder: a Python, the product and two files to click on, for desks without internet.

Installing copies the Python below the user's own folder and runs `jixiao install` there; taking it
away runs `jixiao uninstall` and removes the copy. Nothing needs an administrator.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

ROOMS = ("workbooks", "xlfuncs", "validators", "macros")
INSTALL, UNINSTALL, PAGE, SUMS = "安装.cmd", "卸载.cmd", "安装说明.html", "校验.sha256"
_ROOT = Path(__file__).resolve().parents[2]
_CONSOLE = "cp936"

_COMMAND = '@"%~dp0python.exe" -I -m macros.cli %*\n'
_FILES = files("macros") / "building" / "bundle_files"


def add_product(python: Path) -> None:
    """Puts the four rooms where pip would put them, and a command beside the interpreter."""
    place = python / "Lib" / "site-packages"
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(_ROOT / room, place / room, ignore=ignored, dirs_exist_ok=True)
    (python / "jixiao.cmd").write_bytes(_lines(_COMMAND))


def complete(folder: Path) -> None:
    """Adds to a folder that holds `python` what somebody clicks on and reads, and the digests."""
    # pywin32 keeps what it finds out here where there is such a folder, and in Windows' own else.
    kept = folder / "python" / "Lib" / "site-packages" / "win32com" / "gen_py"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "__init__.py").touch()
    (folder / INSTALL).write_bytes(_lines(_text("install.cmd")))
    (folder / UNINSTALL).write_bytes(_lines(_text("uninstall.cmd")))
    facts = {"install": INSTALL, "uninstall": UNINSTALL, "sums": SUMS}
    page = _text("page.html").format(version=_version(), python=_of_python(folder), **facts)
    (folder / PAGE).write_text(page, "utf-8")
    sums = [f"{_digest(folder / name)}  {name}\n" for name in _names(folder)]
    (folder / SUMS).write_text("".join(sums), "utf-8", newline="\n")


def broken(folder: Path) -> list[str]:
    """What of a bundle is missing, changed or added since it was made."""
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    known = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = set(_names(folder))
    wrong = [name for name in known if name in found and _digest(folder / name) != known[name]]
    return sorted({*wrong, *(known.keys() ^ found)})


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != SUMS and "__pycache__" not in name:
            yield name


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _text(name: str) -> str:
    return (_FILES / name).read_text("utf-8")


def _lines(text: str) -> bytes:
    """A file of commands as a Chinese Windows reads it."""
    return text.replace("\n", "\r\n").encode(_CONSOLE)


def _of_python(folder: Path) -> str:
    """The version that an interpreter's own file of facts bears, as 3.12.0."""
    raw = (folder / "python" / "python.exe").read_bytes()
    mark = "ProductVersion".encode("utf-16-le")
    after = raw.partition(mark)[2][:40].decode("utf-16-le", "ignore")
    return after.strip("\0").split("\0")[0]


def _version() -> str:
    try:
        return version("jixiao")
    except PackageNotFoundError:
        return ""


def main(folder: Path) -> int:
    """Whether a bundle is as it was made; says what is not."""
    try:
        wrong = broken(folder)
    except OSError:
        wrong = [SUMS]
    if wrong:
        named = "、".join(wrong[:5])
        print(f"安装包不完整或被改动过：{named}（共 {len(wrong)} 个文件）。请重新复制整个文件夹。")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
