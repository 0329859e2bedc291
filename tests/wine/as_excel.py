"""What Excel does with the add-in, without Excel: this file runs on the Windows Python.

It is given a file of steps, carries them out in one process, as one Excel would, and writes what
each of them gave to another file, or the traceback. The library is called as VBA declares it; all
else goes through COM.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import json
import os
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import pythoncom
import win32com.client
import win32process
from win32com.client import VARIANT

from macros.vbaproject.server_names import AT_LOGON, class_of, title_of

_VARIANTS = pythoncom.VT_ARRAY | pythoncom.VT_VARIANT
_DISPATCH = pythoncom.VT_DISPATCH
_LONGEST_START = 60
_ENOUGH = 180  # seconds for all steps, on a machine with much else to do
_READ_PROCESS = 0x0410  # PROCESS_QUERY_INFORMATION | PROCESS_VM_READ

# What a test sees instead of boxes and programs, kept in the server.
_SEAMS = """
import macros.excel.dialogs, macros.desk.processes
seen = {"told": [], "asked": [], "started": []}
macros.excel.dialogs.seen = seen
macros.excel.dialogs.show = seen["told"].append
macros.excel.dialogs.confirm = lambda text, seen=seen: not seen["asked"].append(text)
macros.desk.processes.start = lambda command, seen=seen: seen["started"].append(list(command))
"""
_SEEN = "__import__('json').dumps(__import__('macros.excel.dialogs').excel.dialogs.seen)"


class _Variant(ctypes.Structure):
    """A VARIANT: its kind, and a pointer where that kind is an object or a text."""

    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("pointer", ctypes.c_void_p),
        ("record", ctypes.c_void_p),
    )


class Excel:
    """One process with the library loaded, and the server that it was given last."""

    def __init__(self, library: str) -> None:
        self._library = ctypes.WinDLL(library)
        self._server: Any = None
        self._book: Any = None
        self._workbook: Any = None
        self._number = ""

    def open_addin(self, command: str, starts: int = 0) -> int:
        """The add-in is opened: its Python starts, and is there after a while; its process."""
        self.start_python(command, starts)
        latest = time.monotonic() + _LONGEST_START
        while not self.is_answering():
            if time.monotonic() > latest:
                raise RuntimeError("no window of a server")
            time.sleep(0.05)
        return self.connect()

    def open_another(self, command: str) -> int:
        """重新连接: a second Python beside one that does not answer."""
        return self.open_addin(command, 1)

    def start_python(self, command: str, starts: int = 0) -> None:
        """Shell, with the number that VBA gives it: this process, and which start it is."""
        self._number = f"{os.getpid():08X}{starts:04X}"
        subprocess.Popen(command + self._number)

    def is_answering(self, number: str | None = None) -> bool:
        """The probe: whether a window of a server is there and answers within half a second."""
        user = ctypes.windll.user32
        user.FindWindowExA.restype = ctypes.c_void_p
        title = title_of(self._number if number is None else number).encode()
        window = user.FindWindowExA(ctypes.c_void_p(-3), None, None, title)
        if not window:
            return False
        result = ctypes.c_void_p()
        return bool(
            user.SendMessageTimeoutA(
                ctypes.c_void_p(window), 0, None, None, 2, 500, ctypes.byref(result)
            )
        )

    def probe(self, times: int = 1) -> tuple[bool, float]:
        """The last answer of some probes, and the longest that one took, in seconds."""
        longest, found = 0.0, False
        for _ in range(times):
            start = time.perf_counter()
            found = self.is_answering()
            longest = max(longest, time.perf_counter() - start)
        return found, longest

    def execute(self, statement: str) -> None:
        """Something is done in the server, and nobody waits for its end."""
        thread = threading.Thread(target=self._executed, args=(statement,), daemon=True)
        thread.start()

    def _executed(self, statement: str) -> None:
        pythoncom.CoInitialize()
        with contextlib.suppress(Exception):
            win32com.client.Dispatch(class_of(self._number)).Exec(statement)

    def connect(self) -> int:
        """XLPyDLLActivateAuto: the process number of the server that it gives."""
        return self._connect(class_of(self._number))

    def connect_to_logon(self) -> int:
        """The same of the server that was started at logon."""
        return self._connect(AT_LOGON)

    def _connect(self, command: str) -> int:
        result = _Variant()
        status = self._library.XLPyDLLActivateAuto(
            ctypes.byref(result), command.encode("mbcs"), ctypes.c_long(1)
        )
        if status or result.kind != _DISPATCH:
            raise RuntimeError(ctypes.c_wchar_p(result.pointer).value)
        server = pythoncom.ObjectFromAddress(result.pointer, pythoncom.IID_IDispatch)
        self._server = win32com.client.Dispatch(server)
        return int(self.evaluate("__import__('os').getpid()"))

    def evaluate(self, expression: str) -> str:
        """What an expression is in the server, as a text."""
        return str(self._server.Str(self._server.Eval(expression)))

    def call(self, function: str, arguments: list[Any]) -> Any:
        """A JX_ function: as the add-in calls it, with no workbook and no caller."""
        return self._server.CallUDF("xlfuncs.udf", function, _array(arguments))

    def calls(self, wanted: list[tuple[str, list[Any]]]) -> list[Any]:
        """Several functions, one after the other."""
        return [self.call(function, arguments) for function, arguments in wanted]

    def seconds(self, wanted: list[tuple[str, list[Any]]]) -> float:
        """How long the calls take together; the middle one of five rounds."""
        rounds = []
        for _ in range(5):
            start = time.perf_counter()
            self.calls(wanted)
            rounds.append(time.perf_counter() - start)
        return sorted(rounds)[2]

    def open(self, path: str, cells: dict[str, Any], picked: str | None = None) -> None:
        """A workbook of this process is open and in front, with some cells changed."""
        from tests.macros.excel_stand_in import Excel as Mood
        from tests.macros.excel_stand_in import opened
        from tests.wine import excel_objects

        excel_objects.describe(Path(path).with_suffix(".tlb"))
        front = opened(Path(path), Mood(picked=Path(picked) if picked else None))
        self._book = front.impl
        for place, value in cells.items():
            self._book.book.active[place] = value
        self._workbook = excel_objects.outward(excel_objects.Workbook(self._book))

    def close(self) -> None:
        """The last workbook is closed: RunPython hands over the add-in's own."""
        self._book.addin = True

    def start(self, *command: str) -> None:
        """A button starts a program, really."""
        self._server.Exec(f"import macros.desk.processes; macros.desk.processes.start({command!r})")

    def wait(self, seconds: float) -> None:
        """Somebody works on."""
        time.sleep(seconds)

    def press(self, function: str) -> dict[str, Any]:
        """RunPython of the add-in; what somebody was told and which programs would have started."""
        self._server.Exec(_SEAMS)
        engine = self._server.Module("xlwings._xlwindows")
        self._server.SetAttr(engine, "BOOK_CALLER", self._workbook)
        self._server.Exec(f"import macros.buttons; macros.buttons.{function}()")
        seen: dict[str, Any] = json.loads(self.evaluate(_SEEN))
        seen["held"] = self.evaluate("__import__('xlwings')._xlwindows.BOOK_CALLER")
        return seen

    def press_with_formulas(self, function: str, wanted: list[Any]) -> list[Any]:
        """A button while the workbook has a formula: what it gave each time a cell was written."""
        from tests.wine import excel_objects

        given: list[Any] = []
        excel_objects.on_change.append(
            lambda: given.append([self.is_answering(), self.call(*wanted)])
        )
        told = self.press(function)
        excel_objects.on_change.clear()
        return [told, given]

    def contents(self) -> list[dict[str, Any]]:
        """Every sheet of every workbook that is open."""
        from tests.macros.excel_stand_in import contents

        return contents(self._book)

    def added(self) -> list[str]:
        """Which workbooks were made and opened."""
        return list(self._book.excel.opened)

    def pythons(self) -> list[int]:
        """The processes that run a Python, this one not counted."""
        others = set(win32process.EnumProcesses()) - {0, os.getpid()}
        return sorted(number for number in others if _program(number) == "python.exe")


def _array(arguments: list[Any]) -> VARIANT:
    """VBA's Array(…): texts and numbers as they are, ranges as arrays, and what is left out."""
    return VARIANT(_VARIANTS, [_argument(argument) for argument in arguments])


def _argument(given: Any) -> Any:
    if isinstance(given, list):
        return VARIANT(_VARIANTS, [[_argument(cell) for cell in row] for row in given])
    if isinstance(given, dict):
        return VARIANT(pythoncom.VT_ERROR, 0)  # whatever the number, pywin32 sends "left out"
    return given


def _program(number: int) -> str:
    try:
        process = ctypes.windll.kernel32.OpenProcess(_READ_PROCESS, False, number)
        return Path(win32process.GetModuleFileNameEx(process, 0)).name.lower()
    except Exception:
        return ""  # a process of the system, or one that has ended


def main(steps: Path, answer: Path) -> None:
    """Carries out the steps of a file: the library, then [method, argument, …] each."""
    faulthandler.dump_traceback_later(_ENOUGH, exit=True, file=answer.open("w"))
    wanted = json.loads(steps.read_text("utf-8"))
    sys.path += wanted["paths"]
    os.environ.update(wanted["own"])
    try:
        excel = Excel(wanted["library"])
        given = [getattr(excel, method)(*arguments) for method, *arguments in wanted["steps"]]
    except Exception:
        given = {"broken": traceback.format_exc()}
    faulthandler.cancel_dump_traceback_later()
    answer.write_text(json.dumps(given, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
