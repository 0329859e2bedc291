"""Other programs that a click starts: a check of its own, Notepad, whatever opens a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OWN_FOLDER = Path(__file__).resolve().parent
"""Where programs are started: never in a folder of somebody's documents."""


def of_windows(name: str) -> str:
    """A program of Windows by its whole path: a bare name is looked for in the current folder."""
    return str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", name))


def start(command: Sequence[str]) -> None:
    """Starts a program that lives on when this one ends; it has no window of its own."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    subprocess.Popen(
        command,
        cwd=OWN_FOLDER,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
        start_new_session=sys.platform != "win32",
        close_fds=True,
    )


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
