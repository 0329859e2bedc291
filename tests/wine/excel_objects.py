"""Excel's objects for COM, on the Windows Python: as little of them as the ribbon's functions ask.

They put Excel's names, numbers and named arguments before the stand-in that other tests use. A
type library of their own describes them: xlwings asks for one, and late binding needs it to know
which arguments have which names.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pythoncom
import win32com.server.util
import win32gui
import winerror
from win32com.server.exception import COMException
from win32com.server.policy import DynamicPolicy

from tests.macros import excel_stand_in as stand_in

LEFT_OUT = -2147352572
_NUMBERS = {"Item": 0, "Value": 6}  # the default member, and Excel's own number of Range.Value
_SYSTEM_64, _DISPATCH_FUNCTION, _STDCALL = 3, 4, 4
_FUNCTION, _GET, _PUT = 1, 2, 4
_NOT_OPTIONAL, _OPTIONAL = 1, 1 | 16


class Object:
    """What begins with a capital letter is seen through COM."""

    def _dynamic_(self, name: str, locale: int, flags: int, given: tuple[Any, ...]) -> Any:
        if name == "_NewEnum":
            listed = [outward(one) for one in self.items()]
            return win32com.server.util.NewEnum(listed)
        arguments = [inward(one) for one in given]
        if flags & ~(_FUNCTION | _GET):
            setattr(self, name, arguments[0])
            return None
        if isinstance(getattr(type(self), name, None), property):
            asked = f"_{name}" if arguments else name
            found = getattr(self, asked)
            return outward(found(*arguments) if arguments else found)
        if not hasattr(self, name):
            raise COMException(scode=winerror.DISP_E_MEMBERNOTFOUND)
        return outward(getattr(self, name)(*arguments))

    def items(self) -> Iterator[Object]:
        raise COMException(scode=winerror.DISP_E_MEMBERNOTFOUND)


class Policy(DynamicPolicy):  # type: ignore[misc]
    """Members by the numbers of the type library, and the type library itself."""

    library: Any = None

    def _wrap_(self, wrapped: Object) -> None:
        super()._wrap_(wrapped)
        for name, number in numbers(type(wrapped)).items():
            self._name_to_dispid_[name.lower()] = number
            self._dyn_dispid_to_name_[number] = name

    def _GetTypeInfoCount_(self) -> int:
        return 1

    def _GetTypeInfo_(self, index: int, locale: int) -> tuple[int, Any]:
        return 0, Policy.library.GetTypeInfo(CLASSES.index(type(self._obj_)))


def outward(value: Any) -> Any:
    """A value for COM."""
    if isinstance(value, Object):
        return win32com.server.util.wrap(value, usePolicy=Policy)
    return value


def inward(value: Any) -> Any:
    """A value from COM: our own objects as they are."""
    if type(value) is pythoncom.TypeIIDs[pythoncom.IID_IDispatch]:
        return win32com.server.util.unwrap(value)
    return None if isinstance(value, int) and value == LEFT_OUT else value


on_change: list[Callable[[], None]] = []
"""What is done after each cell that is written."""


class Application(Object):
    def __init__(self, book: Workbook) -> None:
        self._book, self._alerts = book, True

    @property
    def Workbooks(self) -> Workbooks:
        return Workbooks(self._book)

    @property
    def Calculation(self) -> int:
        return int(self._book.book.excel.calculation)

    def Calculate(self) -> None:
        self._book.book.excel.asked("Calculate")

    @property
    def Hwnd(self) -> int:
        return int(win32gui.GetDesktopWindow())

    @property
    def DisplayAlerts(self) -> bool:
        return self._alerts

    @DisplayAlerts.setter
    def DisplayAlerts(self, value: bool) -> None:
        self._alerts = value

    def GetSaveAsFilename(
        self, InitialFilename: str, FileFilter: str, FilterIndex: int, Title: str
    ) -> str | bool:
        picked = self._book.book.excel.picked
        return str(picked.parent / f"{os.getpid()}_{InitialFilename}") if picked else False

    def FileDialog(self, kind: int) -> FileDialog:
        assert kind in (3, 4)
        return FileDialog(self._book.book.excel.picked)


class FileDialog(Object):
    def __init__(self, picked: Path | None) -> None:
        self._picked = picked

    Title = property(None, lambda self, title: None)
    AllowMultiSelect = property(None, lambda self, several: None)

    def Show(self) -> int:
        return -1 if self._picked else 0

    def SelectedItems(self, index: int) -> str:
        return str(self._picked)


class Workbooks(Object):
    def __init__(self, book: Workbook) -> None:
        self._book = book

    def Open(self, Filename: str) -> None:
        self._book.book.excel.opened.append(Filename)

    def Add(self, Template: str | None = None) -> Workbook:
        if Template is not None:
            self._book.book.excel.added.append(Template)
        return Workbook(self._book.book.app.books.add())


class Workbook(Object):
    def __init__(self, book: stand_in.Book) -> None:
        self.book = book

    @property
    def Application(self) -> Application:
        return Application(self)

    @property
    def Name(self) -> str:
        return self.book.name

    @property
    def Path(self) -> str:
        return str(self.book.api.Path)

    @property
    def IsAddin(self) -> bool:
        return self.book.addin

    @property
    def ProtectStructure(self) -> bool:
        return bool(self.book.api.ProtectStructure)

    def SaveCopyAs(self, Filename: str) -> None:
        self.book.api.SaveCopyAs(Filename)

    @property
    def Worksheets(self) -> Worksheets:
        return Worksheets(self)

    @property
    def Charts(self) -> Charts:
        return Charts()

    @property
    def ActiveSheet(self) -> Worksheet:
        return Worksheet(self, self.book.sheets.active)


class Charts(Object):
    """No workbook here has any."""

    Count = property(lambda self: 0)


class Worksheets(Object):
    def __init__(self, book: Workbook) -> None:
        self._book = book

    def items(self) -> Iterator[Object]:
        return (Worksheet(self._book, sheet) for sheet in self._book.book.sheets)

    @property
    def Parent(self) -> Workbook:
        return self._book

    @property
    def Count(self) -> int:
        return len(self._book.book.sheets)

    def Item(self, Index: int | str) -> Worksheet:
        return Worksheet(self._book, self._book.book.sheets(Index))

    def Add(self, Before: Worksheet | None = None, After: Worksheet | None = None) -> Worksheet:
        assert Before is not None
        assert After is None
        book = self._book.book.book
        book.active = book.create_sheet(index=Before.Index - 1)
        return self._book.ActiveSheet


class Worksheet(Object):
    def __init__(self, book: Workbook, sheet: stand_in.Sheet) -> None:
        self._book, self.sheet = book, sheet

    @property
    def Parent(self) -> Workbook:
        return self._book

    @property
    def Index(self) -> int:
        return int(self._book.book.book.index(self.sheet.sheet)) + 1

    @property
    def Name(self) -> str:
        return self.sheet.name

    @Name.setter
    def Name(self, name: str) -> None:
        self.sheet.sheet.title = name

    @property
    def Type(self) -> int:
        return int(self.sheet.api.Type)

    @property
    def Visible(self) -> int:
        return int(self.sheet.api.Visible)

    @property
    def ProtectContents(self) -> bool:
        return bool(self.sheet.api.ProtectContents)

    @property
    def UsedRange(self) -> Range:
        return Range(self.sheet.used_range)

    @property
    def Cells(self) -> Range:
        return Range(self.sheet.cells)

    def Range(self, Cell1: str) -> Range:
        return Range(self.sheet.range(Cell1))

    def Activate(self) -> None:
        self.sheet.api.Activate()

    def Delete(self) -> None:
        self.sheet.delete()

    def Move(self, Before: Worksheet | None = None) -> None:
        assert Before is not None
        to = Before.Index - (Before.Index > self.Index)
        self._book.book.book.move_sheet(self.sheet.sheet, to - self.Index)


class Range(Object):
    def __init__(self, where: stand_in.Range) -> None:
        self.where = where

    NumberFormat = property(None, lambda self, code: self.where._set_format(code))
    RowHeight = property(None, lambda self, height: self.where._set_height(height))
    ColumnWidth = property(None, lambda self, width: self.where._set_width(width))
    WrapText = property(None, lambda self, wrap: None)
    VerticalAlignment = property(None, lambda self, place: None)

    @property
    def Address(self) -> str:
        return self.where.address

    @property
    def Value(self) -> Any:
        return self.where.raw_value

    @Value.setter
    def Value(self, rows: Any) -> None:
        self.where.raw_value = rows
        for recalculate in on_change:  # Excel does, before the call that wrote comes back
            recalculate()

    def _Value(self, kind: int) -> str:
        assert kind == 11
        return self.where.xml()

    def Item(self, RowIndex: int, ColumnIndex: int) -> Range:
        return Range(self.where.sheet.range((RowIndex, ColumnIndex)))

    def Clear(self) -> None:
        self.where.sheet.clear()

    @property
    def Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self)

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self.where)


class Hyperlinks(Object):
    def __init__(self, where: Range) -> None:
        self._where = where.where

    def Add(self, Anchor: Range, Address: str, SubAddress: str | None = None) -> None:
        api = self._where.api
        api.Hyperlinks.Add(Anchor.where.api, Address, SubAddress)


class FormatConditions(Object):
    def __init__(self, where: stand_in.Range) -> None:
        self._where, self._conditions = where, where.conditional_formats

    def items(self) -> Iterator[Object]:
        return map(FormatCondition, self._conditions)

    @property
    def Count(self) -> int:
        return len(list(self._conditions))

    def Item(self, Index: int) -> FormatCondition:
        return FormatCondition(list(self._conditions)[Index - 1])

    def Add(
        self, Type: int, Operator: int | None = None, Formula1: str | None = None
    ) -> FormatCondition:
        if not isinstance(Formula1, str):
            raise COMException(scode=winerror.E_INVALIDARG)
        return FormatCondition(self._where.api.FormatConditions.Add(Type, Operator, Formula1))


class FormatCondition(Object):
    def __init__(self, condition: stand_in.ConditionalFormat | stand_in.Added) -> None:
        self._condition = condition

    @property
    def Type(self) -> int:
        return 2 if self._condition.rule.type == "expression" else 1

    @property
    def Formula1(self) -> str:
        return f"={self._condition.rule.formula[0]}"

    @property
    def Interior(self) -> Interior:
        return Interior(self._condition)

    def SetFirstPriority(self) -> None:
        self._condition.SetFirstPriority()

    def Delete(self) -> None:
        self._condition.delete()


class Interior(Object):
    def __init__(self, condition: stand_in.Added) -> None:
        self._condition = condition

    def _colour(self, colour: int) -> None:
        self._condition.Color = int(colour)

    Color = property(None, _colour)


CLASSES = (
    *(Application, FileDialog, Workbooks, Workbook, Charts, Worksheets, Worksheet, Range),
    *(Hyperlinks, FormatConditions, FormatCondition, Interior),
)


def numbers(cls: type[Object]) -> dict[str, int]:
    """The members of a class that are seen, with their numbers."""
    names = [name for name in vars(cls) if name[0].isupper()]
    return {name: _NUMBERS.get(name, 100 + place) for place, name in enumerate(names)}


def describe(path: Path) -> None:
    """Writes the type library and loads it."""
    library = pythoncom.CreateTypeLib2(_SYSTEM_64, str(path))
    library.SetName("ExcelObjects")
    library.SetGuid(pythoncom.CreateGuid())
    for cls in CLASSES:
        described = library.CreateTypeInfo(cls.__name__, pythoncom.TKIND_DISPATCH)
        described.SetGuid(pythoncom.CreateGuid())
        count = 0
        for name, number in numbers(cls).items():
            for kind, parameters in _kinds(vars(cls)[name]):
                described.AddFuncDesc(count, _described(number, kind, parameters))
                described.SetFuncAndParamNames(count, (name, *(parameters if kind != _PUT else ())))
                count += 1
        described.LayOut()
    library.SaveAllChanges()
    Policy.library = pythoncom.LoadTypeLib(str(path))


def _kinds(member: Any) -> Iterator[tuple[int, dict[str, int]]]:
    if not isinstance(member, property):
        signature = inspect.signature(member).parameters.values()
        yield (
            _FUNCTION,
            {
                one.name: _NOT_OPTIONAL if one.default is one.empty else _OPTIONAL
                for one in signature
                if one.name != "self"
            },
        )
        return
    if member.fget:
        yield _GET, {}
    if member.fset:
        yield _PUT, {"value": _NOT_OPTIONAL}


def _described(number: int, kind: int, parameters: dict[str, int]) -> Any:
    function = pythoncom.FUNCDESC()
    function.memid, function.invkind = number, kind
    function.funckind, function.callconv = _DISPATCH_FUNCTION, _STDCALL
    function.args = [(pythoncom.VT_VARIANT, flags, None) for flags in parameters.values()]
    function.rettype = (pythoncom.VT_VARIANT, 0, None)
    function.cParamsOpt = 0
    return function
