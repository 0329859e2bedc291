"""A form laid out on a sheet says the same when it is read back by label."""

from dataclasses import replace
from math import ceil

import pytest

from workbooks.drawing.layout import Style, lay_out
from workbooks.forms import Cell, Form, SelfEvaluation, State
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import every_cell, read_grid

FORMS = published_forms()
NAMES = [f"{form.fiscal_year.value}-{form.project_name.value}" for form in FORMS]
TALLEST = 409.0  # points; Excel's tallest row
SIGN = 12  # pixels across that a sign of 9-point 宋体 takes
LINE = 11.25  # points down that it takes


def said(form: Form) -> list[tuple[State, str, object]]:
    return [(cell.state, cell.text, cell.value) for cell in every_cell(form)]


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_every_printed_cell_is_read_back(form):
    grid = lay_out(form).grid()

    (reading,) = read_grid(grid)

    assert said(reading.form) == said(form)
    assert (reading.form.sheet, reading.form.edition) == (form.sheet, form.edition)
    assert reading.unreadable == ()


def test_the_nine_forms_keep_all_their_indicators():
    grids = [lay_out(form).grid() for form in FORMS]

    counts = [len(reading.form.indicators) for grid in grids for reading in read_grid(grid)]

    assert counts == [8, 17, 11, 16, 13, 9, 18, 18, 10]


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_boxes_cover_every_cell_once(form):
    layout = lay_out(form)

    covered = sorted(
        (row, column)
        for box in layout.boxes
        for row in range(box.area.top, box.area.bottom + 1)
        for column in range(box.area.left, box.area.right + 1)
    )

    columns = range(1, len(layout.widths) + 1)
    assert covered == [(row, column) for row in layout.heights for column in columns]


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_the_repeated_row_is_the_head_of_the_indicator_table(form):
    layout = lay_out(form)

    labels = [box.content for box in layout.boxes if box.area.top == layout.header]

    assert [name for name in labels if name in ("一级指标", "二级指标", "三级指标")] == [
        "一级指标",
        "二级指标",
        "三级指标",
    ]


def with_outcome(text: str) -> SelfEvaluation:
    return replace(FORMS[0], actual_outcome=Cell(State.READ, text, text))


@pytest.mark.parametrize("signs", [1404, 3000, 8004])
def test_long_prose_has_room(signs):
    form = with_outcome("完成了微信公众号的推送。" * (signs // 12))

    layout = lay_out(form)

    (box,) = (b for b in layout.boxes if b.content == form.actual_outcome.text)
    room = sum(8 * width + 5 for width in layout.widths[box.area.left - 1 : box.area.right])
    height = sum(layout.heights[row] for row in range(box.area.top, box.area.bottom + 1))
    assert ceil(signs / (room // SIGN - 1)) * LINE <= height
    assert max(layout.heights.values()) <= TALLEST


def test_the_border_between_the_goals_moves_only_for_a_text_that_would_leave_the_page():
    texts = ["完成了微信公众号的推送。" * count for count in (10, 60, 100)]

    layouts = [lay_out(with_outcome(text)) for text in texts]

    prose = [box.area.left for x in layouts for box in x.boxes if box.style is Style.PROSE]
    assert prose == [2, 5, 2, 5, 2, 4]


def test_a_long_note_widens_its_column_instead_of_being_cut_off():
    note = "由于系统升级推迟，预约功能未能按期上线，后续将加强督办。" * 20
    row = replace(FORMS[0].indicators[0], note=Cell(State.READ, note, note))

    layout = lay_out(replace(FORMS[0], indicators=(row,)))

    (box,) = (b for b in layout.boxes if b.content == note)
    assert layout.widths[:7] == lay_out(FORMS[0]).widths[:7]
    room = 8 * layout.widths[7] + 5
    assert ceil(len(note) / (room // SIGN - 1)) * LINE <= layout.heights[box.area.top] <= TALLEST


def test_a_year_that_stood_in_the_title_is_printed_below_it():
    title = "2024年度财政项目支出绩效自评表"
    form = replace(FORMS[0], fiscal_year=Cell(State.READ, title, 2024))

    boxes = lay_out(form).boxes

    assert [b.content for b in boxes if b.style is Style.SUBTITLE] == ["（2024年度）"]
