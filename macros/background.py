"""Checking a folder outside Excel: `jixiao check` in a window that shows how far it is.

Excel's process is not touched. Everything that the command prints goes to a log as well; at the
end the report is opened, or a box says why there is none.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, TextIO

from macros import cli
from macros.commands.settings import own_options
from macros.desk import processes
from macros.excel import dialogs
from workbooks.user_folder import user_folder
from xlfuncs import udf_desk

BEGUN = (
    "正在核查“{folder}”里的表格。核查完成以前，请不要关闭本窗口；Excel 可以继续使用，也可以退出。\n"
    "要中途停止，请在本窗口按 Ctrl+C：已经查过的照样写出结果。"
)
OPENED = "结果已打开，可以看了。按回车键关闭本窗口。"
UNOPENED = "结果没能自动打开，请到文件夹里打开它。按回车键关闭本窗口。"
FAILED = "批量核查没有完成。{reason}"

_LISTED = ("--level", "提示")
"""The log keeps what was found; the window shows how far it is."""


def main(folder: str, report: str, *options: str) -> int:
    """Checks a folder, writes the report and opens it; the status of `jixiao check`.

    `options` are those of the command, such as `--policy hubei`.
    """
    log = user_folder() / udf_desk.LOGS[1]
    log.parent.mkdir(parents=True, exist_ok=True)
    _prepare_window()
    with log.open("w", encoding="utf-8", errors="replace") as stream:
        both = Both(stream, sys.stderr)
        both.write(BEGUN.format(folder=folder) + "\n")
        with redirect_stdout(stream), redirect_stderr(both):
            asked = ("check", folder, "--report", report, *_LISTED)
            status = cli.main([*asked, *own_options(), *options])
    if Path(report).is_file():
        _show(Path(report))
    else:
        last = log.read_text("utf-8").strip().splitlines()[-1:]
        dialogs.show(FAILED.format(reason="".join(last)))
    return status


def _show(report: Path) -> None:
    """Opens the report; the window stays until somebody has read it."""
    try:
        processes.open_file(report)
        told = OPENED
    except OSError:  # no program for such files, or the desk forbids
        told = UNOPENED
    with suppress(EOFError, KeyboardInterrupt, RuntimeError):  # there is no window
        input(told)


class Both(io.TextIOBase, TextIO):
    """A log, and the window where there is one: told at once, by lines, never by a bar."""

    def __init__(self, log: TextIO, window: TextIO | None) -> None:
        self._streams = [stream for stream in (log, window) if stream is not None]

    def write(self, text: str) -> int:
        """The text, to each of them."""
        for stream in self._streams:
            stream.write(text)
            stream.flush()
        return len(text)

    def reconfigure(self, **options: Any) -> None:
        """What the command wishes of its streams: what cannot be shown is no reason to stop."""
        for stream in self._streams:
            stream.reconfigure(**options)  # type: ignore[attr-defined]


if sys.platform == "win32":
    import ctypes

    _INPUT, _QUICK_EDIT, _EXTENDED = -10, 0x40, 0x80

    def _prepare_window() -> None:
        """Names the window; a click into it would otherwise select text, and halt the check."""
        kernel, mode = ctypes.windll.kernel32, ctypes.c_uint32()
        kernel.SetConsoleTitleW(f"{dialogs.TITLE}：批量核查")
        keyboard = kernel.GetStdHandle(_INPUT)
        if kernel.GetConsoleMode(keyboard, ctypes.byref(mode)):
            kernel.SetConsoleMode(keyboard, mode.value & ~_QUICK_EDIT | _EXTENDED)
else:

    def _prepare_window() -> None:
        """Somebody's terminal is left as it is."""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
