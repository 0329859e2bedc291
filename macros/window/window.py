"""`jixiao-window`: starts the page in the default browser, and ends when nobody looks any more."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from macros.window.server import Window


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status; a folder that was dropped on the shortcut is the one to begin with."""
    if sys.stdout is None:  # no console: whatever prints all the same must not break
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    dropped = [Path(word) for word in (sys.argv[1:] if argv is None else argv)]
    folder = next((path for path in dropped if path.exists()), Path.home())
    begins = (folder if folder.is_dir() else folder.parent).resolve()
    with Window(begins) as window:
        print(f"请在浏览器里操作：{window.address}", flush=True)
        webbrowser.open(window.address)
        try:
            window.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            if window.desk.job is not None:
                window.desk.job.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
