"""Excel for tests: an xlwings engine over openpyxl, on which the ribbon functions run unchanged.

It answers as Excel does over COM: numbers are floats, a text that begins with = becomes a formula
unless the cell is a text cell, `Value(11)` is XML, locked cells of a protected sheet cannot be
written. Every call is kept in `calls`, so that tests can count them; `busy` calls are turned away,
and the write after `writes_left` fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import openpyxl
import xlwings as xw
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from macros.excel.live_sheet import ComError
from tests.macros.spreadsheet_xml import spreadsheet_xml

REJECTED = ComError(-2147418111, "被呼叫方拒绝接收呼叫。", None, None)


def _refused(text: str) -> ComError:
    return ComError(
        -2147352567, "发生意外。", (0, "Microsoft Excel", text, "", 0, -2146827284), None
    )


@dataclass
class Excel:
    """One Excel: what was asked of it, and how it is in the mood to answer."""

    calls: list[str] = field(default_factory=list)
    busy: int = 0
    writes_left: int | None = None
    picked: Path | None = None
    added: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    active_row: int = 1
    calculation: int = -4105  # xlCalculationAutomatic

    def asked(self, what: str) -> None:
        if self.busy:
            self.busy -= 1
            raise REJECTED
        self.calls.append(what)

    def written(self, what: str) -> None:
        self.asked(what)
        if self.writes_left is not None:
            self.writes_left -= 1
            if self.writes_left < 0:
                self.writes_left = None
                raise _refused("不能更改合并单元格的一部分。")


class Engine:
    name, type = "openpyxl", "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)


class Apps:
    def __init__(self, engine: Engine) -> None:
        self.engine, self.all = engine, []

    def __iter__(self) -> Iterator[App]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


class App:
    def __init__(self, excel: Excel) -> None:
        self.excel = excel
        self.engine, self.pid, self.books = ENGINE.impl, 1, Books(self)
        ENGINE.impl.apps.all = [self]

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            Workbooks=SimpleNamespace(Add=self.excel.added.append, Open=self.excel.opened.append),
            FileDialog=self._dialog,
            GetSaveAsFilename=self._save_as,
            ActiveCell=SimpleNamespace(Row=self.excel.active_row),
            Calculation=self.excel.calculation,
            Calculate=lambda: self.excel.asked("Calculate"),
        )

    def _save_as(self, name: str, kinds: str, index: int, title: str) -> str | bool:
        picked = self.excel.picked
        return False if picked is None else str(picked / name if picked.is_dir() else picked)

    def _dialog(self, kind: int) -> Any:
        assert kind in (3, 4)
        picked = self.excel.picked
        return SimpleNamespace(
            Show=lambda: -1 if picked else 0, SelectedItems=lambda _: str(picked)
        )


class Books:
    def __init__(self, app: App) -> None:
        self.app, self.all = app, []

    def add(self) -> Book:
        self.all.append(Book(self.app, openpyxl.Workbook(), {}, None))
        return self.all[-1]


class Book:
    """`cached` are the values of formulas, by sheet and address; `addin` is the add-in's own."""

    def __init__(self, app: App, book: Any, cached: Any, path: Path | None) -> None:
        self.app, self.book, self.cached, self.path = app, book, cached, path
        self.excel, self.addin = app.excel, False

    @property
    def name(self) -> str:
        return self.path.name if self.path else "工作簿1"

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def api(self) -> Any:
        self.excel.asked("Workbook")
        return SimpleNamespace(
            IsAddin=self.addin,
            Charts=SimpleNamespace(Count=len(self.book.chartsheets)),
            Path=str(self.path.parent) if self.path else "",
            ProtectStructure=bool(self.book.security and self.book.security.lockStructure),
            SaveCopyAs=self._save_copy,
            CustomDocumentProperties=self._property,
        )

    def _property(self, name: str) -> Any:
        for one in self.book.custom_doc_props.props:
            if one.name == name:
                return SimpleNamespace(Value=one.value)
        raise _refused("参数无效。")

    def _save_copy(self, path: str) -> None:
        """A file of how the workbook is now, with the results of its formulas, as Excel's have."""
        self.excel.asked("SaveCopyAs")
        made = BytesIO()
        self.book.save(made)
        with ZipFile(made) as before, ZipFile(path, "w") as after:
            for name in before.namelist():
                data = before.read(name)
                number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
                if number:
                    sheet = self.book.worksheets[int(number[1]) - 1]
                    data = _with_results(data.decode(), sheet, self.cached).encode()
                after.writestr(name, data)


def _with_results(text: str, sheet: Any, cached: Any) -> str:
    """A sheet as openpyxl writes it, which knows no result of any formula."""

    def put(found: re.Match[str]) -> str:
        result = cached.get((sheet.title, found["at"]))
        if result is None:
            return found[0]
        kind = "" if isinstance(result, float | int) else ' t="str"'
        head = re.sub(' t="[^"]*"', "", found["head"])
        return f"<c{head}{kind}>{found['formula']}<v>{escape(str(result))}</v></c>"

    head = r'<c(?P<head> r="(?P<at>[A-Z]+\d+)"[^>]*)>'
    return re.sub(head + r"(?P<formula><f[^>]*>[^<]*</f>)<v ?/?>(?:</v>)?</c>", put, text)


class Sheets:
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        self.book.excel.asked("ActiveSheet")
        return Sheet(self.book, self.book.book.active)

    def __call__(self, key: int | str) -> Sheet:
        book = self.book.book
        return Sheet(self.book, book[key] if isinstance(key, str) else book.worksheets[key - 1])

    def __len__(self) -> int:
        return len(self.book.book.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        self.book.excel.asked("Worksheets")
        yield from (Sheet(self.book, sheet) for sheet in self.book.book.worksheets)

    def add(self, before: Sheet | None, after: Sheet | None, name: str) -> Sheet:
        self.book.excel.written("Sheets.Add")
        book = self.book.book
        if before is not None:
            book.active = book.create_sheet(name, book._sheets.index(before.sheet))
        else:
            assert after is not None
            assert not book.chartsheets  # xlwings would move somebody's own
            book.active = book.create_sheet(name, book.index(after.sheet) + 1)
        return Sheet(self.book, book.active)


class Sheet:
    def __init__(self, book: Book, sheet: Any) -> None:
        self._book, self.sheet, self.excel = book, sheet, book.excel

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        self.excel.asked("Name")
        return str(self.sheet.title)

    @property
    def api(self) -> Any:
        self.excel.asked("Worksheet")
        chart = not hasattr(self.sheet, "iter_rows")
        return SimpleNamespace(
            Type=3 if chart else -4167,
            Visible={"visible": -1, "hidden": 0, "veryHidden": 2}[self.sheet.sheet_state],
            ProtectContents=not chart and self.sheet.protection.sheet,
            Activate=self._activate,
        )

    @property
    def used_range(self) -> Range:
        return Range(self, self.sheet.dimensions if self.sheet._cells else "A1")

    @property
    def cells(self) -> Range:
        return Range(self, "A1:XFD1048576")

    def range(self, first: Any, second: Any = None) -> Range:
        if isinstance(first, tuple):
            first = self.sheet.cell(*first).coordinate
        if len(first) > 255:
            raise _refused("方法“Range”作用于对象“_Worksheet”时失败。")
        return Range(self, first)

    def clear(self) -> None:
        self.excel.written("Clear")
        self.sheet.delete_rows(1, self.sheet.max_row)

    def delete(self) -> None:
        self.excel.written("Delete")
        if self._book.api.ProtectStructure:
            raise _refused("工作簿有保护。")
        self._book.book.remove(self.sheet)
        self._book.book.active = 0

    def _activate(self) -> None:
        self._book.book.active = self.sheet


class Range:
    def __init__(self, sheet: Sheet, where: str) -> None:
        self.sheet, self.where, self.excel = sheet, where, sheet.excel

    @property
    def _rows(self) -> Any:
        found = self.sheet.sheet[self.where]
        return found if isinstance(found, tuple) else ((found,),)

    @property
    def address(self) -> str:
        self.excel.asked("Address")
        return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", self.where)

    @property
    def api(self) -> Any:
        return RangeApi(self)

    @property
    def raw_value(self) -> Any:
        self.excel.asked(f"Value {self.where}")
        rows = tuple(tuple(self.content(cell) for cell in row) for row in self._rows)
        return rows if ":" in self.where else rows[0][0]

    @raw_value.setter
    def raw_value(self, rows: Any) -> None:
        self.excel.written(f"Value {self.where} =")
        for cells, values in zip(self._rows, rows, strict=True):
            for cell, value in zip(cells, values, strict=True):
                if self.sheet.sheet.protection.sheet and cell.protection.locked:
                    raise _refused("单元格受保护。")
                _type(cell, value)

    def content(self, cell: Any) -> Any:
        """A value as Excel hands it over: calculated, and every number a float."""
        value = cell.value
        if cell.data_type == "f":
            value = self.sheet.book.cached.get((self.sheet.sheet.title, cell.coordinate))
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def xml(self) -> str:
        self.excel.asked(f"Value(11) {self.where}")
        last = self._rows[-1][-1]
        return spreadsheet_xml(self.sheet.sheet, last.row, last.column, self.content)

    def _set_format(self, code: str) -> None:
        for cells in self._rows:
            for cell in cells:
                cell.number_format = code

    number_format = property(None, _set_format)

    def _set_width(self, width: float) -> None:
        self.sheet.sheet.column_dimensions[self._rows[0][0].column_letter].width = width

    column_width = property(None, _set_width)

    def _set_height(self, height: float) -> None:
        if self.sheet.sheet.protection.sheet and self.sheet.sheet.protection.formatRows:
            raise _refused("工作表受保护。")
        self.sheet.sheet.row_dimensions[self._rows[0][0].row].height = height

    row_height = property(None, _set_height)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)


def _type(cell: Any, value: Any) -> None:
    """Puts a value into a cell as if it were typed there."""
    if isinstance(value, str) and (cell.number_format == "@" or value.startswith("'")):
        cell.value = value.removeprefix("'") or None
        if cell.value is not None:
            cell.data_type = "s"
    elif isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        cell.value = float(value)
    else:
        cell.value = value


class RangeApi:
    """The few things that are asked of a range itself."""

    def __init__(self, asked: Range) -> None:
        self.asked = asked
        self.Hyperlinks = SimpleNamespace(Add=self._link)
        self.FormatConditions = SimpleNamespace(Add=self._add_condition)
        self._oleobj_ = SimpleNamespace(Invoke=self._invoke)
        self.EntireRow = EntireRow(asked)

    def _invoke(self, number: int, locale: int, flags: int, wanted: bool, kind: int) -> str:
        assert (number, flags, wanted, kind) == (6, 2, True, 11)
        return self.asked.xml()

    def _add_condition(self, kind: int, operator: int, formula: str) -> Added:
        sheet = self.asked.sheet.sheet
        self.asked.excel.written(f"FormatConditions.Add {self.asked.where}")
        assert (kind, operator) == (2, 1)
        if sheet.protection.sheet and sheet.protection.formatCells:
            raise _refused("工作表受保护。")
        rule = FormulaRule(formula=[formula.removeprefix("=")], fill=PatternFill())
        sheet.conditional_formatting.add(self.asked.where.replace(",", " "), rule)
        return Added(rule, self.asked.excel)

    def _link(self, anchor: RangeApi, address: str, place: str) -> None:
        assert (anchor.asked.where, address) == (self.asked.where, "")
        (cell,) = self.asked._rows[0]
        cell.hyperlink = Hyperlink(ref="", location=place)


class EntireRow:
    """The rows of a range, which may be hidden where the protection of the sheet allows it."""

    def __init__(self, asked: Range) -> None:
        self.asked = asked

    def _hide(self, hidden: bool) -> None:
        sheet = self.asked.sheet.sheet
        self.asked.excel.written(f"Hidden {self.asked.where}")
        if sheet.protection.sheet and sheet.protection.formatRows:
            raise _refused("工作表受保护。")
        for row in self.asked._rows:
            sheet.row_dimensions[row[0].row].hidden = hidden

    Hidden = property(None, _hide)


class Added:
    """A conditional format that was just made, and the inside of its cells."""

    def __init__(self, rule: Any, excel: Excel) -> None:
        self.rule, self.excel, self.Interior = rule, excel, self

    def _colour(self, colour: int) -> None:
        self.rule.dxf.fill = PatternFill(
            "solid", bgColor=colour.to_bytes(3, "little").hex().upper()
        )

    Color = property(None, _colour)

    def SetFirstPriority(self) -> None:
        self.excel.asked("SetFirstPriority")


class ConditionalFormats:
    def __init__(self, where: Range) -> None:
        self.where = where

    def __iter__(self) -> Iterator[ConditionalFormat]:
        self.where.excel.asked("FormatConditions")
        for area in self.where.sheet.sheet.conditional_formatting:
            yield from (ConditionalFormat(self.where, rule) for rule in area.rules)


class ConditionalFormat:
    def __init__(self, where: Range, rule: Any) -> None:
        self.where, self.rule = where, rule

    @property
    def formula(self) -> str | None:
        return f"={self.rule.formula[0]}" if self.rule.type == "expression" else None

    def delete(self) -> None:
        sheet = self.where.sheet.sheet
        if sheet.protection.sheet and sheet.protection.formatCells:
            raise _refused("工作表受保护。")
        old, sheet.conditional_formatting = (
            sheet.conditional_formatting,
            ConditionalFormattingList(),
        )
        for area in old:
            for rule in area.rules:
                if rule is not self.rule:
                    sheet.conditional_formatting.add(str(area.sqref), rule)


ENGINE = xw.Engine(impl=Engine())
xw.engines.add(ENGINE)


def opened(source: Path | Any, excel: Excel | None = None) -> xw.Book:
    """A workbook, of a file or of openpyxl, open and in front: what `Book.caller()` gives."""
    cached: dict[tuple[str, str], Any] = {}
    path = source if isinstance(source, Path) else None
    book = openpyxl.load_workbook(source, keep_vba=False) if path else source
    if path:
        results = openpyxl.load_workbook(path, data_only=True, read_only=True)
        for sheet in results.worksheets:
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                for column, value in enumerate(row, 1):
                    # openpyxl reads the empty text of a formula as nothing
                    place = f"{get_column_letter(column)}{number}"
                    cached[sheet.title, place] = "" if value is None else value
        results.close()
    app = App(excel or Excel())
    app.books.all.append(Book(app, book, cached, path))
    front = xw.Book(impl=app.books.all[-1])
    front.set_mock_caller()
    return front


def contents(book: Book) -> list[dict[str, Any]]:
    """Every sheet of every workbook that is open beside this one: values, colours, jumps."""
    return [_contents(sheet) for one in book.app.books.all for sheet in one.book.worksheets]


def _contents(sheet: Any) -> dict[str, Any]:
    cells = [cell for row in sheet.iter_rows() for cell in row]
    return {
        "name": sheet.title,
        "values": {cell.coordinate: cell.value for cell in cells if cell.value is not None},
        "colours": {
            str(area.sqref): [rule.dxf.fill.bgColor.rgb for rule in area.rules]
            for area in sheet.conditional_formatting
        },
        "jumps": {cell.coordinate: cell.hyperlink.location for cell in cells if cell.hyperlink},
    }
