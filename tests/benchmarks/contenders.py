"""Everything that is run side by side: each takes a path and gives what it found.

What is not installed is left out; `installed` says why. Imports are inside the functions, as a
person has only one of these in a script.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks import floor
from tests.benchmarks.defects import CODES, FILLERS
from tests.benchmarks.plain import COLUMNS, Found, of_form, of_row, rows_of
from validators.checking.check_file import Choice, check_file

_ALL_RULES = Choice()


def reading(path: Path) -> Found:
    """Only reading, which finds nothing: the measure of the others."""
    floor.values(path)
    return set()


def ours(path: Path) -> Found:
    """The whole check with all rules; of what it finds on the first sheet, the fifteen codes."""
    result = check_file(path, _ALL_RULES)
    findings = result.forms[0].outcome.findings
    return {(f.rule.code, f.cell.address) for f in findings if f.rule.code in CODES}


def openpyxl_script(path: Path) -> Found:
    """The script that most offices have: openpyxl, cell by cell."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book.worksheets[0]
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    rows = rows_of(cells)
    return {*of_form(cells, rows), *(defect for row in rows for defect in of_row(row))}


_PLACES = {
    "S103": "D",
    "S104": "E",
    "S105": "G",
    "R501": "G",
    "R502": "G",
    "N601": "H",
    "N602": "H",
}


def pandas_pandera(path: Path) -> Found:
    """pandas reads the sheet; a pandera schema has the checks of the rows, on whole columns."""
    import pandas
    import pandera.pandas as pandera

    frame = pandas.read_excel(path, sheet_name=0, header=None, dtype=object)
    cells = {
        f"{chr(ord('A') + column)}{row + 1}": None if pandas.isna(value) else value
        for row, values in enumerate(frame.itertuples(index=False))
        for column, value in enumerate(values)
    }
    rows = rows_of(cells)
    table = pandas.DataFrame(rows, columns=[*COLUMNS, "row"])
    for name in ("points", "score"):
        table[name] = pandas.to_numeric(table[name], errors="coerce")
    found: Found = set(of_form(cells, rows))
    try:
        _schema(pandera).validate(table, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        wrong = {(str(case["check"]), int(case["index"])) for case in _cases(errors)}
        found |= {(code, f"{_PLACES[code]}{rows[index]['row']}") for code, index in wrong}
    return found


@cache
def _schema(pandera: Any) -> Any:
    def lost(table: Any) -> Any:
        return (table["score"] >= 0) & (table["score"] < table["points"])

    checks: dict[str, Callable[[Any], Any]] = {
        "S103": lambda table: table["target"].notna(),
        "S104": lambda table: table["actual"].notna(),
        "S105": lambda table: table["score"].notna(),
        "R501": lambda table: ~(table["score"] > table["points"]),
        "R502": lambda table: ~(table["score"] < 0),
        "N601": lambda table: ~(lost(table) & table["note"].isna()),
        "N602": lambda table: ~(lost(table) & table["note"].isin(FILLERS)),
    }
    return pandera.DataFrameSchema(
        checks=[pandera.Check(check, name=code) for code, check in checks.items()]
    )


def _cases(errors: Any) -> list[dict[str, Any]]:
    return list(errors.failure_cases.to_dict("records"))


def frictionless_checks(path: Path) -> Found:
    """frictionless reads the sheet as a table; the checks are its row checks and one of the end."""
    import frictionless
    from frictionless import formats

    found: Found = set()
    cells: dict[str, Any] = {}

    class FifteenChecks(frictionless.Check):
        Errors = [frictionless.errors.RowConstraintError]  # noqa: RUF012

        def validate_row(self, row: Any) -> Any:
            for column, value in zip("ABCDEFGHI", row.to_list(), strict=False):
                cells[f"{column}{row.row_number}"] = value
            yield from ()

        def validate_end(self) -> Any:
            rows = rows_of(cells)
            found.update(of_form(cells, rows))
            found.update(defect for row in rows for defect in of_row(row))
            for code, address in sorted(found):
                note = f"{code} {address}"
                yield frictionless.errors.RowConstraintError(note=note, cells=[], row_number=1)

    fields = [{"name": name, "type": "any"} for name in "ABCDEFGHI"]
    resource = frictionless.Resource(
        path=path.name,
        basepath=str(path.parent),
        schema=frictionless.Schema.from_descriptor({"fields": fields}),
        dialect=frictionless.Dialect(header=False),
        control=formats.ExcelControl(sheet=1),
    )
    resource.validate(frictionless.Checklist(checks=[FifteenChecks()], skip_errors=["blank-row"]))
    return found


CONTENDERS: dict[str, tuple[Callable[[Path], Found], tuple[str, ...]]] = {
    "只读出内容（标准库 XML，下限）": (reading, ()),
    "本工具：读表、测算、全部规则": (ours, ()),
    "openpyxl 脚本，15 项检查": (openpyxl_script, ("openpyxl",)),
    "pandas + pandera，15 项检查": (pandas_pandera, ("pandas", "pandera", "openpyxl")),
    "frictionless，15 项检查": (frictionless_checks, ("frictionless", "openpyxl")),
}
"""Name in the table -> the function, and the libraries that it needs."""


def missing(libraries: tuple[str, ...]) -> str:
    """The libraries that are not installed, as words; empty when all are."""
    return "、".join(name for name in libraries if find_spec(name) is None)
