"""Texts of a document stand in the workbook as they are, whatever they look like."""

from __future__ import annotations

import io

import openpyxl
import pytest

from workbooks.grid import Area
from workbooks.importing.imported import ImportedCell, ImportedForm
from workbooks.importing.workbook import workbook

TEXTS = ["<r>甲</r>", "<r><t>没有结束</r>", "=1+1", "http://example.org", "{=A1}", "12", "a & <b>"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_a_text(text: str) -> None:
    cells = (
        ImportedCell(Area(1, 1, 1, 1), "项目名称", (1,)),
        ImportedCell(Area(1, 2, 1, 2), text, (1,), ("字跨页",)),
    )

    book = openpyxl.load_workbook(
        io.BytesIO(workbook(ImportedForm("表", "表", "", cells), "a.pdf"))
    )

    assert [str(cell.value).rstrip() for cell in book.worksheets[0][1]] == ["项目名称", text]
    assert f"“{text}”" in {
        str(c.value).rstrip() for row in book.worksheets[1].iter_rows() for c in row
    }
