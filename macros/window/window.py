"""`jixiao-window`: starts the page in the default browser, and ends when nobody looks any more."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from macros.window.server import Window

_ADDRESS = "请在浏览器里操作：{}"
_NO_BROWSER = "没有打开浏览器。请自己打开浏览器，把这个地址填到地址栏里：\n{}"


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status; a folder that was dropped on the shortcut is the one to begin with."""
    console = sys.stdout is not None
    if not console:  # whatever prints all the same must not break
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    begins = _begins(sys.argv[1:] if argv is None else argv)
    with Window(begins) as window:
        print(_ADDRESS.format(window.address), flush=True)
        # in a thread: a browser for the terminal comes back only when it is left
        threading.Thread(target=_open, args=(window.address, console), daemon=True).start()
        try:
            window.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            if window.desk.job is not None:
                window.desk.job.stop()
    return 0


def _begins(words: Sequence[str]) -> Path:
    """The folder that was dropped, that of a dropped file, or the user's own."""
    dropped = next((path for path in map(Path, words) if path.exists()), Path.home())
    return (dropped if dropped.is_dir() else dropped.parent).resolve()


def _open(address: str, console: bool) -> None:
    """Opens the page; where no browser can be opened, says where it is."""
    try:
        opened = webbrowser.open(address)
    except (OSError, webbrowser.Error):
        opened = False
    if opened:
        return
    if console:
        print(_NO_BROWSER.format(address), flush=True)
    else:
        from macros.excel import dialogs  # it takes long to import

        dialogs.show(_NO_BROWSER.format(address))


if __name__ == "__main__":
    sys.exit(main())
