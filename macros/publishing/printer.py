"""LibreOffice as a printer: found, started with a profile of its own, and ended when it is late."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from macros.desk.processes import of_windows

VARIABLE = "SOFFICE"
"""The environment variable that names the program, where it is in no usual place."""

AT_ONCE = 100
"""Workbooks of one start: a command line has an end."""

START_SECONDS, FORM_SECONDS = 120.0, 10.0
"""What a start, and each form, may take at the most; usually it is three, and half a one."""

MISSING = (
    "没有找到 LibreOffice，不能自动印成 PDF。请安装 LibreOffice（免费）再运行，或在 Excel、WPS 里"
    "打开各表，用「另存为」PDF；装在别处的，用环境变量 SOFFICE 写明 soffice 程序的位置。"
)
WRONG = "环境变量 SOFFICE 写的 {path} 不是程序。请改成 LibreOffice 的 soffice 程序的完整路径。"
LATE = (
    "LibreOffice 用了 {seconds:.0f} 秒还没有印完 {count} 份表，已经停下，没有写出 PDF。"
    "请关闭其他程序后再试，或分几个文件夹公开。"
)
NO_START = "LibreOffice 启动不了（{path}）。请确认它能正常打开，再试。"

_NAMES = ("soffice.com", "soffice.exe") if sys.platform == "win32" else ("soffice", "libreoffice")
_MAC = "/Applications/LibreOffice.app/Contents/MacOS"


class PrinterError(Exception):
    """Nothing more will be printed: the program is late or does not start. A sentence."""


def program() -> Path | str:
    """LibreOffice's program, or a sentence why there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        # Only a whole path: a bare name would be looked for in the folder somebody works in.
        path = Path(named)
        runs = path.is_absolute() and shutil.which(path) is not None
        return path if runs else WRONG.format(path=named)
    every = (folder / name for folder in _folders() for name in _NAMES)
    return next((path for path in every if shutil.which(path)), MISSING)


def _folders() -> Iterator[Path]:
    """Where it may be: whole paths only, never the folder somebody works in."""
    yield from (Path(one) for one in os.get_exec_path() if Path(one).is_absolute())
    for name in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)"):
        if os.environ.get(name):
            yield Path(os.environ[name], "LibreOffice", "program")
    yield Path(_MAC)


def print_all(office: Path, workbooks: Sequence[Path], folder: Path) -> None:
    """Prints workbooks of a folder into PDFs beside them; what fails has no PDF.

    Raises PrinterError where the program takes too long, or does not start.
    """
    for begin in range(0, len(workbooks), AT_ONCE):
        _run(office, workbooks[begin : begin + AT_ONCE], folder)


def _run(office: Path, workbooks: Sequence[Path], folder: Path) -> None:
    seconds = START_SECONDS + FORM_SECONDS * len(workbooks)
    profile = (folder / "profile").absolute().as_uri()
    command = (
        str(office),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:calc_pdf_Export",
        "--outdir",
        str(folder),
        *(path.name for path in workbooks),
    )
    silent = subprocess.DEVNULL  # nobody waits for a pipe that a grandchild keeps open
    # A group of its own: what is started is a script or a starter, and the office its child.
    try:
        started = subprocess.Popen(
            command, cwd=folder, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
    except OSError as error:
        raise PrinterError(NO_START.format(path=office)) from error
    try:
        started.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise PrinterError(LATE.format(seconds=seconds, count=len(workbooks))) from error
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """Ends the program with all that it has started, where it has not ended by itself."""
    if started.poll() is not None:
        return
    if sys.platform == "win32":
        command = (of_windows("taskkill.exe"), "/T", "/F", "/PID", str(started.pid))
        subprocess.run(command, capture_output=True, check=False)
    else:
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()
