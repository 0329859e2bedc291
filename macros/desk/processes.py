"""Other programs that a click starts: a check of its own, Notepad, whatever opens a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OWN_FOLDER = Path(__file__).resolve().parents[1]
"""Where programs are started: never in a folder of somebody's documents."""


def of_windows(name: str) -> str:
    """A program of Windows by its whole path: a bare name is looked for in the current folder."""
    return str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", name))


_WAYS: tuple[int, ...] = (0,)
if sys.platform == "win32":
    # Where Excel itself was started in a job that ends with it, so would all that it starts.
    # Windows lets a program out of a job only where the job allows it.
    _WAYS = (
        subprocess.CREATE_NEW_CONSOLE | subprocess.CREATE_BREAKAWAY_FROM_JOB,
        subprocess.CREATE_NEW_CONSOLE,
    )


def start(command: Sequence[str]) -> None:
    """Starts a program in a window of its own, which outlives Excel where Windows allows that."""
    for flags in _WAYS:
        try:
            # No streams are handed over: those of the new window are the program's.
            subprocess.Popen(command, cwd=OWN_FOLDER, creationflags=flags, close_fds=True)
        except PermissionError:
            if flags == _WAYS[-1]:
                raise
        else:
            return


def run_module(name: str, *arguments: str) -> None:
    """Starts a module of ours; `-I` keeps the folder somebody works in from being searched."""
    start((sys.executable, "-I", "-m", name, *arguments))


def open_file(path: Path) -> None:
    """Opens a file as a double click does."""
    if sys.platform == "win32":
        os.startfile(path)


def edit(path: Path) -> None:
    """Opens a text file to be edited."""
    start((of_windows("notepad.exe"), str(path)))
