"""The Python that Excel asks: started by the add-in for one Excel, or at logon for all of a desk.

Serves the functions and buttons over COM by xlwings, under a class of its own, and has a window by
which the add-in finds it and sees, before each call, that its main thread takes calls.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence

from macros.vbaproject.server_names import AT_LOGON, class_of, process_of, title_of

_SYNCHRONIZE = 0x0010_0000
_MESSAGES_ONLY = -3


def main(arguments: Sequence[str]) -> None:
    """Serves until Excel is gone, or until logoff where no number of an Excel is given."""
    number = arguments[0] if arguments else ""
    served = class_of(number) if number else AT_LOGON
    # xlwings imports them wherever they are installed, which makes the start four times as long.
    sys.modules.update(dict.fromkeys(("pandas", "numpy")))  # type: ignore[arg-type]
    if sys.platform == "win32":
        _serve(number, served)


if sys.platform == "win32":
    import ctypes

    def _serve(number: str, served: str) -> None:
        import pythoncom
        import win32event
        from xlwings import com_server

        # Its loop sleeps through messages that are sent, and would not answer the add-in.
        win32event.QS_ALLEVENTS = win32event.QS_ALLINPUT
        if sys.stdout is None:  # pythonw.exe, and xlwings prints
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        if number:
            threading.Thread(target=_leave_with, args=(process_of(number),), daemon=True).start()
        resume = pythoncom.CoResumeClassObjects

        def resumed() -> None:  # from here on the class is found: only now may the window be
            resume()
            window(title_of(number))

        pythoncom.CoResumeClassObjects = resumed
        com_server.serve(served)  # type: ignore[no-untyped-call]

    def window(title: str) -> int:
        """A window that nobody sees, of this thread."""
        import win32gui

        described = win32gui.WNDCLASS()
        described.lpszClassName = "JixiaoServer"
        described.lpfnWndProc = {}  # all messages as Windows answers them
        win32gui.RegisterClass(described)
        made = win32gui.CreateWindow(
            described.lpszClassName, title, 0, 0, 0, 0, 0, _MESSAGES_ONLY, 0, 0, None
        )
        return int(made)

    def _leave_with(process: int) -> None:
        kernel = ctypes.windll.kernel32
        kernel.OpenProcess.restype = ctypes.c_void_p
        excel = kernel.OpenProcess(_SYNCHRONIZE, False, process)
        if excel:
            kernel.WaitForSingleObject(ctypes.c_void_p(excel), -1)
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
