"""Excel's end of the line: published forms as COM hands them over, and xlwings as on Windows.

xlwings' generator and call_udf need pywin32, which they ask for little: with stand-ins for its
modules they run anywhere, unchanged.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest import mock

from validators.checking.check_file import Choice, check_file
from validators.filing import Filing
from workbooks.files.open_file import open_workbook
from workbooks.grid import Grid, position

SAMPLES = Path(__file__).parents[2] / "workbooks" / "samples"
PYWIN32 = (
    *("pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui"),
    *("win32process", "win32timezone", "win32com", "win32com.client", "win32com.server"),
    *("win32com.server.dispatcher", "win32com.server.policy", "win32com.server.util"),
)
COLUMNS = ("target", "actual", "points", "score", "note")
FUNDS = ("annual_budget", "executed", "points", "score")


@dataclass(frozen=True)
class Sheet:
    """A published self-evaluation: what is in its cells, and what it is worth."""

    name: str
    filing: Filing
    rows: list[list[Any]]
    funds: list[Any]

    def columns(self, count: int) -> list[list[Any]]:
        return [row[:count] for row in self.rows]


def published() -> list[Sheet]:
    """The four published self-evaluations, from their files."""
    sheets = []
    for path in sorted(SAMPLES.glob("2024*.xlsx")):
        (form,) = check_file(path, Choice()).forms
        assert isinstance(form.filing, Filing)
        opened = open_workbook(path)
        assert isinstance(opened, tuple)
        (grid,) = opened
        rows = [_values(grid, row, COLUMNS) for row in form.filing.form.indicators]
        funds = _values(grid, form.filing.form.funding.total, FUNDS)
        sheets.append(Sheet(path.stem, form.filing, rows, funds))
    assert len(sheets) == 4
    return sheets


def _values(grid: Grid, record: object, names: tuple[str, ...]) -> list[Any]:
    """Numbers are floats, blank cells None: so COM has them, and so has a Grid."""
    return [grid.values.get(position(getattr(record, name).address)) for name in names]


class _Pywin32(ModuleType):
    """Whatever is asked of it is a class of that name."""

    __file__ = "pywin32.dll"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        setattr(self, name, type(name, (), {}))
        return getattr(self, name)


def _stand_ins() -> dict[str, ModuleType]:
    modules: dict[str, ModuleType] = {name: _Pywin32(name) for name in PYWIN32}
    for name in PYWIN32:
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, modules[name])
    dispatch = modules["pythoncom"].IID_IDispatch
    modules["pythoncom"].TypeIIDs = {dispatch: type("PyIDispatch", (), {})}  # type: ignore[attr-defined]
    modules["pywintypes"].com_error = OSError  # type: ignore[attr-defined]
    return modules


def _ours(name: str) -> bool:
    return name.split(".")[0] == "xlwings" or name == "xlfuncs.udf" or name in PYWIN32


@contextmanager
def windows() -> Iterator[SimpleNamespace]:
    """xlwings as it is on Windows, with xlfuncs.udf imported into it; undone at the end."""
    before = {name: module for name, module in sys.modules.items() if _ours(name)}
    for name in before:
        del sys.modules[name]
    sys.modules |= _stand_ins()
    libraries = {name: mock.MagicMock() for name in ("windll", "oledll", "PyDLL")}
    try:
        with (
            mock.patch.object(sys, "platform", "win32"),
            mock.patch.multiple(ctypes, create=True, **libraries),
            mock.patch("atexit.unregister") as unregistered,
        ):
            xlwings = importlib.import_module("xlwings")
            udf = importlib.import_module("xlfuncs.udf")
        server = sys.modules["xlwings.com_server"]
        yield SimpleNamespace(
            xlwings=xlwings,
            udf=udf,
            server=server,
            unregistered=[call.args for call in unregistered.call_args_list],
            call=server.XLPython().CallUDF,
        )
        server.loop.close()
        atexit.unregister(sys.modules["xlwings._xlwindows"].cleanup)
    finally:
        for name in [name for name in sys.modules if _ours(name)]:
            del sys.modules[name]
        sys.modules |= before


def generated(excel: SimpleNamespace, workbook: str) -> str:
    """The wrapper that xlwings itself would write for xlfuncs.udf."""
    stream = StringIO()
    book = SimpleNamespace(Name=workbook)
    sys.modules["xlwings.udfs"].generate_vba_wrapper("xlfuncs.udf", excel.udf, stream, book)  # type: ignore[attr-defined]
    return stream.getvalue()
