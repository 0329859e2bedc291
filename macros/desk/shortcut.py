"""The shortcut on the desktop: it opens the local page, and a folder may be dropped on it.

Windows itself writes it, by the shell's own objects, which pywin32 reaches and xlwings needs too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = "绩效核查.lnk"
ARGUMENTS = "-I -B -m macros.window.window"
"""What its Python is given; Windows puts what was dropped behind, between quotation marks."""

_TOLD = "打开本机的核查网页；也可以把收来的文件夹拖到这里。"
_ICON = r"%SystemRoot%\System32\shell32.dll", 22  # a magnifying glass


def windowless(python: Path) -> Path:
    """The same Python, without a black window."""
    found = python.with_name("pythonw.exe")
    return found if found.is_file() else python


def is_ours(path: Path) -> bool:
    """Whether a shortcut of whatever version of ours lies there."""
    return path.is_file() and ARGUMENTS.encode("utf-16-le") in path.read_bytes()


def desktop() -> Path | None:
    """The desktop of the user, wherever it was put; None where there is none."""
    if sys.platform != "win32":
        return None
    from win32com.shell import shell, shellcon

    try:
        place = Path(shell.SHGetFolderPath(0, shellcon.CSIDL_DESKTOPDIRECTORY, None, 0))
    except shell.error:
        return None
    return place if place.is_dir() else None


def shortcut(python: Path) -> bytes:
    """The shortcut as a file; raises OSError where Windows does not write it."""
    if sys.platform != "win32":
        raise OSError("no Windows")
    import pythoncom
    from win32com.shell import shell

    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        try:
            link = pythoncom.CoCreateInstance(
                shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
            )
            link.SetPath(str(windowless(python)))
            link.SetArguments(ARGUMENTS)
            link.SetWorkingDirectory(str(python.parent))
            link.SetDescription(_TOLD)
            link.SetIconLocation(*_ICON)
            link.QueryInterface(pythoncom.IID_IPersistFile).Save(str(path), 0)
        except pythoncom.com_error as error:
            raise OSError(str(error)) from error
        return path.read_bytes()
