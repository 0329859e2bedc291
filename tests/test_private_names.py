"""What is used of XlsxWriter that it does not promise, and that it is still there as it was.

No public way stores a text as the result of a formula, writes links from disk, lays down a row as
a whole or leaves one to fit itself. pyproject.toml holds the library to the minor version in which
these names were read.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

ROOT = Path(__file__).parents[1]
FOLDERS = ("workbooks", "xlfuncs", "validators", "macros")
SIGNATURES = {
    "_prepare_formula": "(self, formula, expand_future_functions=False)",
    "_write_cell": "(self, row, col, cell)",
    "_write_cell_value": "(self, value)",
    "_write_row": "(self, row, spans, row_info=None, empty_row=False)",
    "_write_single_row": "(self, current_row_num=0)",
    "_xml_data_element": "(self, tag, data, attributes=[])",
    "_xml_empty_tag_unencoded": "(self, tag, attributes=[])",
    "_xml_end_tag": "(self, tag)",
    "_xml_inline_string": "(self, string, preserve, attributes=[])",
    "_xml_start_tag": "(self, tag, attributes=[])",
    "_xml_start_tag_unencoded": "(self, tag, attributes=[])",
}
PUT_IN = {"_xml_rich_inline_string": "(self, string, attributes=[])"}
"""What is put in place of theirs."""

OF_FORMATS = {"_get_xf_index": "(self)"}


def private_names(path: Path) -> Iterator[str]:
    """The private names that a module asks of what is not its own."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    asked = [node for node in nodes if isinstance(node, ast.Attribute)]
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    own |= {
        node.attr
        for node in asked
        if isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    }
    for node in asked:
        private = node.attr.startswith("_") and not node.attr.startswith("__")
        if private and (node.attr not in own or ast.unparse(node.value) == "super()"):
            yield node.attr


def signature(owner: Any, name: str) -> str:
    plain = inspect.signature(getattr(owner, name))
    parameters = [p.replace(annotation=p.empty) for p in plain.parameters.values()]
    return str(plain.replace(parameters=parameters, return_annotation=plain.empty))


def test_every_private_name_in_use_is_listed_here() -> None:
    writers = [
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "xlsxwriter" in path.read_text("utf-8").lower()
    ]

    used = {name for path in writers for name in private_names(path)}

    assert used == SIGNATURES.keys() | OF_FORMATS.keys()


@pytest.mark.parametrize(
    ("owner", "name", "expected"),
    [
        *((Worksheet, name, said) for name, said in (SIGNATURES | PUT_IN).items()),
        *((Format, name, said) for name, said in OF_FORMATS.items()),
    ],
)
def test_a_private_name_is_as_it_was(owner: Any, name: str, expected: str) -> None:
    assert signature(owner, name) == expected


def test_a_sheet_still_has_the_parts_that_are_put_in_or_read() -> None:
    with xlsxwriter.Workbook(BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()

        assert sheet.hyperlinks == {}
        assert (sheet.previous_row, sheet.dim_rowmax) == (0, None)
        assert sheet.fh is sheet.row_data_fh
        assert not sheet.row_data_fh.closed
        sheet.write_formula(0, 0, "=1", None, "")
        assert type(sheet.table[0][0]).__name__ == "Formula"
        assert (sheet.table[0][0].formula, sheet.table[0][0].value) == ("1", "")


def test_the_library_is_held_to_the_version_that_was_read() -> None:
    wanted = [
        line for line in (ROOT / "pyproject.toml").read_text().splitlines() if "XlsxW" in line
    ]

    assert [line.strip() for line in wanted if ">=" in line] == ['"XlsxWriter>=3.3,<3.4",']
    assert xlsxwriter.__version__.startswith("3.3.")
