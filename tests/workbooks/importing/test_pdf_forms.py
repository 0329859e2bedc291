"""PDFs of the published forms: printed with and without page breaks, every cell is read equal."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.thinned import thinned
from tests.workbooks.importing import pdfs
from tests.workbooks.printing import convert
from workbooks.drawing.draw_form import draw
from workbooks.drawing.layout import lay_out
from workbooks.files.refusal import Refusal
from workbooks.forms import Cell, Form, every_cell
from workbooks.importing.import_file import import_file, judged
from workbooks.importing.imported import Imported, ImportedForm
from workbooks.importing.papers import ONE_SIDED, OUTSIDE, SPLIT_ROW
from workbooks.importing.ruled_tables import NO_BORDER, OVER_LINE
from workbooks.reading.from_texts import published_forms

FORMS = published_forms()


def content(cell: Cell[Any]) -> tuple[object, ...]:
    return cell.state, cell.text, cell.value


def contents(form: Form) -> list[tuple[object, ...]]:
    return [content(cell) for cell in every_cell(form)]


def imported(raw: bytes, folder: Path) -> Imported:
    path = folder / "公开.pdf"
    path.write_bytes(raw)
    found = import_file(path)
    assert isinstance(found, Imported), found
    return found


def the_form(found: Imported) -> tuple[ImportedForm, Form]:
    (form,) = found.forms
    read, refusal = judged(form.grid())
    assert read is not None, refusal
    assert read.unreadable == ()
    return form, read.form


def ids(form: Form) -> str:
    return f"{form.sheet}-{form.project_name.text}"


@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_on_one_page_every_cell_is_equal_and_none_is_doubtful(form: Form, tmp_path: Path) -> None:
    found, read = the_form(imported(pdfs.printed(lay_out(form)), tmp_path))

    assert contents(read) == contents(form)
    assert found.doubtful() == ()


BREAKS = ((0,), (1,), (2,), (4,), (1, 3), (2, 5))
"""Rows below the head of the indicators at which a new page begins."""


def told(case: tuple[Form, tuple[int, ...], bool]) -> str:
    form, rows, repeat = case
    return f"{ids(form)}-{'+'.join(map(str, rows))}{'-repeated' * repeat}"


# One in seven are each form, and each way of breaking pages with and without heads repeated.
@pytest.mark.parametrize("case", thinned(product(FORMS, BREAKS, (False, True)), every=7), ids=told)
def test_over_pages_every_cell_is_equal(case: tuple[Form, Any, bool], tmp_path: Path) -> None:
    form, rows, repeat = case
    layout = lay_out(form)
    breaks = [layout.header + row for row in rows]

    found, read = the_form(imported(pdfs.printed(layout, breaks, repeat), tmp_path))

    assert contents(read) == contents(form)
    over = [cell for cell in found.cells if len(set(cell.pages)) > 1 and cell.text]
    assert [cell for cell in over if ONE_SIDED not in cell.doubts] == []


@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_where_a_page_has_no_name_of_a_group_what_is_wrong_is_on_the_list(
    form: Form, tmp_path: Path
) -> None:
    """A page of one row whose 一级指标 is printed on the next: it may as well be the one before."""
    layout = lay_out(form)
    breaks = [layout.header + row for row in (3, 4, 6)]

    found, read = the_form(imported(pdfs.printed(layout, breaks), tmp_path))

    doubtful = {cell.place for cell in found.doubtful()}
    pairs = zip(every_cell(read), every_cell(form), strict=True)
    wrong = [one for one, right in pairs if content(one) != content(right)]
    assert [one for one in wrong if one.address not in doubtful] == []


def test_a_row_whose_rest_is_overleaf_is_joined_and_told(tmp_path: Path) -> None:
    """The name of one indicator goes on at the top of the next page, as Word breaks rows."""
    head = ("项目支出绩效自评表", "（2024年度）")
    first = [pdfs.text(200, 20 + 15 * n, said) for n, said in enumerate(head)]
    labels = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = (
        ("项目名称", "", "甲项目", "", "实施单位", "乙单位", ""),
        labels,
        ("产出指标", "数量指标", "行政许可质量管理体系运行响", "≤36(小时)", "30(小时)", "10", "10"),
    )
    rest = (
        ("", "", "应时间", "", "", "", ""),
        ("产出指标", "质量指标", "合格率", "≥90(%)", "95(%)", "10", "10"),
    )

    page = b"".join((*first, *_rows(rows, 60)))
    found = imported(pdfs.document([page, b"".join(_rows(rest, 60))]), tmp_path)
    form, read = the_form(found)

    assert [row.name.text for row in read.indicators] == [
        "行政许可质量管理体系运行响应时间",
        "合格率",
    ]
    told = [(cell.text, cell.pages) for cell in form.cells if SPLIT_ROW in cell.doubts]
    assert told == [("行政许可质量管理体系运行响应时间", (1, 2))]


def test_a_row_that_was_cut_inside_brackets_is_joined(tmp_path: Path) -> None:
    """Several cells go on overleaf: units in brackets begin no row."""
    labels = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = (
        ("项目名称", "", "甲项目", "", "实施单位", "乙单位", ""),
        labels,
        ("产出指标", "数量指标", "公众号原创内容", "≥15.00", "33.00(", "10", "10"),
    )
    rest = (
        ("", "", "发布数量", "(条)", "条)", "", ""),
        ("产出指标", "质量指标", "合格率", "≥90(%)", "95(%)", "10", "10"),
    )
    head = pdfs.text(200, 20, "项目支出绩效自评表") + pdfs.text(200, 35, "（2024年度）")
    pages = [head + b"".join(_rows(rows, 60)), b"".join(_rows(rest, 60))]

    form, read = the_form(imported(pdfs.document(pages), tmp_path))

    first = read.indicators[0]
    assert [row.name.text for row in read.indicators] == ["公众号原创内容发布数量", "合格率"]
    assert (first.target.text, first.actual.text) == ("≥15.00(条)", "33.00(条)")
    told = [cell.text for cell in form.cells if SPLIT_ROW in cell.doubts]
    assert told == ["公众号原创内容发布数量", "≥15.00(条)", "33.00(条)"]


def _rows(rows: tuple[tuple[str, ...], ...], top: float) -> list[bytes]:
    edges = (30, 90, 150, 290, 350, 420, 480, 540)
    return [
        pdfs.box(edges[n], top + 20 * at, edges[n + 1], top + 20 * at + 20, said)
        for at, row in enumerate(rows)
        for n, said in enumerate(row)
    ]


@pytest.mark.parametrize("lines", [(-5, 5, 15), (-4, 16), (3, 15)])
def test_lines_that_a_row_is_too_low_for_are_told_with_their_neighbours(
    lines: tuple[int, ...], tmp_path: Path
) -> None:
    """What is over the lines of its cell, as LibreOffice prints it, may be read into the next."""
    labels = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = (
        ("项目名称", "", "甲项目", "", "实施单位", "乙单位", ""),
        labels,
        ("产出指标", "数量指标", "办件数", "≥36(件)", "40(件)", "20", "20"),
        ("产出指标", "质量指标", "", "≥90(%)", "95(%)", "20", "20"),
        ("效益指标", "社会效益指标", "覆盖率", "≥80(%)", "85(%)", "50", "50"),
    )
    page = [pdfs.text(200, 20, "项目支出绩效自评表"), pdfs.text(200, 40, "（2024年度）")]
    over = [pdfs.text(153, 120 + down, f"第{n}行的字") for n, down in enumerate(lines)]

    (form,) = imported(pdfs.document([b"".join((*page, *_rows(rows, 60), *over))]), tmp_path).forms

    told = {cell.area for cell in form.cells if OVER_LINE in cell.doubts}
    names = {cell.text: cell.area for cell in form.cells if cell.area.left == 3}
    plain = ("甲项目", "三级指标", "办件数", "覆盖率")
    assert {area for said, area in names.items() if said not in plain} <= told
    assert {area.left for area in told} == {3}
    assert [cell for cell in form.doubtful() if cell.area not in told] == []


def test_what_stands_outside_the_table_is_kept_and_told(tmp_path: Path) -> None:
    layout = lay_out(FORMS[0])
    note = pdfs.text(60, 1600, "注：本表一式两份。")
    page = pdfs.printed(layout)

    plain = imported(page, tmp_path).forms[0]
    noted = imported(_with_page_content(layout, note), tmp_path).forms[0]

    more = [cell for cell in noted.cells if cell.text not in {one.text for one in plain.cells}]
    assert [(cell.text, cell.doubts) for cell in more] == [("注：本表一式两份。", (OUTSIDE,))]


def _with_page_content(layout: Any, more: bytes) -> bytes:
    contents_of = pdfs.printed_pages(layout)
    return pdfs.document([contents_of[0] + more, *contents_of[1:]])


def test_a_side_without_a_line_is_told(tmp_path: Path) -> None:
    """The last column has no line at its right: its cells end where the level lines do."""
    form = FORMS[5]
    pages = pdfs.printed_pages(lay_out(form), open_right=True)

    found, read = the_form(imported(pdfs.document(pages), tmp_path))

    assert contents(read) == contents(form)
    told = {cell.area.right for cell in found.cells if NO_BORDER in cell.doubts}
    assert told == {max(cell.area.right for cell in found.cells)}


def test_page_numbers_and_running_heads_are_no_part_of_a_form(tmp_path: Path) -> None:
    pages = [
        pdfs.text(60, 8, "某某单位 2024 年度决算公开") + page + pdfs.text(280, 1660, f"- {n} -")
        for n, page in enumerate(
            (page for form in FORMS[:4] for page in pdfs.printed_pages(lay_out(form))), 1
        )
    ]

    found = imported(pdfs.document(pages), tmp_path)

    assert [form.project for form in found.forms] == [f.project_name.text for f in FORMS[:4]]
    assert [form.doubtful() for form in found.forms] == [()] * 4


def test_other_tables_and_pages_are_told_by_their_numbers(tmp_path: Path) -> None:
    other = pdfs.text(200, 20, "收入支出决算总表") + pdfs.box(60, 60, 300, 90, "收入合计")
    words = pdfs.text(60, 60, "第一部分 单位概况")
    (form,) = pdfs.printed_pages(lay_out(FORMS[1]))

    found = imported(pdfs.document([words, other, form]), tmp_path)

    assert [one.project for one in found.forms] == ["行政许可管理经费"]
    assert found.told == (
        "第 1 页只有文字，没有表格，没有写出。",
        "另有 1 张表不是绩效自评表或绩效目标申报表，没有写出（第 2 页）。",
    )


def test_a_long_table_over_many_pages_has_each_row_once(tmp_path: Path) -> None:
    form = _longer(FORMS[1], 4)
    layout = lay_out(form)
    breaks = [layout.header + row for row in (6, 18, 30, 42, 54)]

    found, read = the_form(imported(pdfs.printed(layout, breaks, repeat=True), tmp_path))

    assert contents(read) == contents(form)
    assert found.pages == (1, 2, 3, 4, 5, 6)


def _longer(form: Form, times: int) -> Form:
    """The form with its indicators so many times over, each under a name of its own."""
    rows = [
        replace(row, name=row.name._replace(text=name, value=name))
        for number in range(times)
        for row in form.indicators
        for name in [f"{row.name.text}之{number}"]
    ]
    return replace(form, indicators=tuple(rows))


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_as_libreoffice_prints_them_every_cell_is_equal(tmp_path: Path) -> None:
    for number, form in enumerate(FORMS):
        draw(form, tmp_path / f"{number}.xlsx")
    convert(tmp_path, "pdf", sorted(tmp_path.glob("*.xlsx")))

    found = [import_file(tmp_path / f"{number}.pdf") for number in range(len(FORMS))]

    assert not [one for one in found if isinstance(one, Refusal)]
    read = [the_form(one)[1] for one in found if isinstance(one, Imported)]
    assert [contents(form) for form in read] == [contents(form) for form in FORMS]
