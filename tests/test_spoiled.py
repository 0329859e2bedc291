"""Any published form, spoiled in one place, gives exactly that finding at that cell."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from validators import wording
from validators.checking.check_file import CheckedForm, Choice, Result, check_file
from validators.records.record import recorded
from validators.reports import entries
from validators.reports.returned.marks import listing, marks
from workbooks.drawing.draw_form import draw
from workbooks.forms import Cell, Form, Indicator, MoneyUnit, SelfEvaluation, State
from workbooks.reading import cell_readers
from workbooks.reading.from_texts import published_forms

FORMS = published_forms()
EVALUATIONS = [form for form in FORMS if isinstance(form, SelfEvaluation)]
SAMPLES = Path(__file__).parent.parent / "workbooks" / "samples"

each_form = pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.sheet}-{f.project_name.text}")
each_evaluation = pytest.mark.parametrize("form", EVALUATIONS, ids=lambda f: f.project_name.text)

Spotted = tuple[str, str]
"""Code and cell of a finding."""


def checked(path: Path) -> CheckedForm:
    result = check_file(path, Choice())
    assert (result.refusal, result.faults) == (None, ())
    (form,) = result.forms
    return form


def spotted(form: CheckedForm) -> Counter[Spotted]:
    """Each cell of a finding counts, also where several rows are told together."""
    return Counter(
        (row.rule.code, row.cell.address) for f in form.outcome.findings for row in f.by_row
    )


def spoil(form: Form, path: Path) -> tuple[CheckedForm, list[Spotted], list[Spotted]]:
    """The spoiled form, checked; what came new and what went, against the form as published."""
    original = next(
        f for f in FORMS if f.sheet == form.sheet and f.project_name.text == form.project_name.text
    )
    draw(original, path / "原件.xlsx")
    draw(form, path / "改动.xlsx")
    before, after = spotted(checked(path / "原件.xlsx")), checked(path / "改动.xlsx")
    return after, sorted(spotted(after) - before), sorted(before - spotted(after))


def sentence(form: CheckedForm, code: str) -> str:
    """The one sentence of a rule."""
    (found,) = [f.text for f in form.outcome.findings if f.rule.code == code]
    return found


def row_changed(form: SelfEvaluation, index: int, **changed: Cell[Any]) -> SelfEvaluation:
    rows = list(form.indicators)
    rows[index] = replace(rows[index], **changed)
    return replace(form, indicators=tuple(rows))


def number(text: str) -> Cell[Decimal]:
    return cell_readers.typed_cell(text, cell_readers.number)


def first(form: SelfEvaluation, wanted: str) -> int:
    """The first row with a deduction, or without one."""

    def deducted(row: Indicator) -> bool:
        assert row.score.value is not None
        assert row.points.value is not None
        return row.score.value < row.points.value

    return next(i for i, r in enumerate(form.indicators) if deducted(r) is (wanted == "deducted"))


def top(form: SelfEvaluation) -> int:
    """The sheet row of the first indicator, as the drawn form has it."""
    return int(re.sub(r"\D", "", placed(form).indicators[0].score.address))


def placed(form: SelfEvaluation) -> SelfEvaluation:
    """The published form with addresses, as read from its sample."""
    read = checked(SAMPLES / f"2024自评表_{form.project_name.text}.xlsx").reading.form
    assert isinstance(read, SelfEvaluation)
    return read


@each_evaluation
def test_reason_removed(form: SelfEvaluation, tmp_path: Path) -> None:
    index = first(form, "deducted")

    _, new, gone = spoil(row_changed(form, index, note=Cell(State.BLANK)), tmp_path)

    assert new == [("N601", f"H{top(form) + index}")]
    assert {code for code, _ in gone} <= {"N603", "R505"}


@each_evaluation
def test_filler_for_a_reason(form: SelfEvaluation, tmp_path: Path) -> None:
    index = first(form, "deducted")
    filler = cell_readers.typed_cell("无", cell_readers.words)

    _, new, gone = spoil(row_changed(form, index, note=filler), tmp_path)

    assert new == [("N602", f"H{top(form) + index}")]
    assert {code for code, _ in gone} <= {"N603", "R505"}


@each_evaluation
def test_score_raised_above_its_formula(form: SelfEvaluation, tmp_path: Path) -> None:
    index = first(form, "deducted")
    row = form.indicators[index]
    assert row.score.value is not None
    assert row.points.value is not None
    assert form.total_score.value is not None
    raised = row_changed(form, index, score=number(str(row.points.value)))
    total = form.total_score.value + row.points.value - row.score.value

    _, new, gone = spoil(replace(raised, total_score=number(str(total))), tmp_path)

    # The note that explained the deduction now stands beside full marks, which N609 leaves to R504.
    assert new == [("R504", f"G{top(form) + index}")]
    assert {code for code, _ in gone} <= {"N603", "R505"}


@each_evaluation
def test_score_raised_and_the_total_left(form: SelfEvaluation, tmp_path: Path) -> None:
    index = first(form, "deducted")
    points = form.indicators[index].points.value
    total_row = top(form) + len(form.indicators)

    _, new, _ = spoil(row_changed(form, index, score=number(str(points))), tmp_path)

    assert new == [("R503", f"G{total_row}"), ("R504", f"G{top(form) + index}")]


@each_evaluation
def test_total_changed(form: SelfEvaluation, tmp_path: Path) -> None:
    assert form.total_score.value is not None
    total = form.total_score.value + Decimal("1.00")

    _, new, gone = spoil(replace(form, total_score=number(str(total))), tmp_path)

    assert new == [("R503", f"G{top(form) + len(form.indicators)}")]
    assert gone == []


@each_form
def test_money_unit_swapped(form: Form, tmp_path: Path) -> None:
    old = form.funding.money_unit.value
    new_unit = MoneyUnit.YUAN if old is MoneyUnit.WAN_YUAN else MoneyUnit.WAN_YUAN
    unit = Cell(State.READ, f"项目资金({new_unit})", new_unit)
    funding = replace(form.funding, money_unit=unit)  # type: ignore[type-var]

    after, new, gone = spoil(replace(form, funding=funding), tmp_path)  # type: ignore[arg-type]

    assert new == [("B208", "D6" if isinstance(form, SelfEvaluation) else "F6")]
    assert gone == []
    assert sentence(after, "B208").endswith("请核实单位是元还是万元。")


@each_evaluation
def test_actual_blank(form: SelfEvaluation, tmp_path: Path) -> None:
    index = len(form.indicators) - 1

    _, new, _ = spoil(row_changed(form, index, actual=Cell(State.BLANK)), tmp_path)

    assert new == [("S104", f"E{top(form) + index}")]


@each_evaluation
def test_words_for_money(form: SelfEvaluation, tmp_path: Path) -> None:
    total = replace(
        form.funding.total, executed=cell_readers.typed_cell("约90", cell_readers.number)
    )
    where = placed(form).funding.total.executed

    after, new, gone = spoil(replace(form, funding=replace(form.funding, total=total)), tmp_path)

    assert (new, gone) == ([], [])
    assert [wording.unreadable_text(c, after.reading.form) for c in after.reading.unreadable] == [
        f"{where.address}「全年执行数」填的是“约90”，读不成数。请只填数字，单位为万元。"
    ]
    skipped = {skip.rule.code for skip in after.outcome.skips if where.address in cells_of(skip)}
    assert skipped >= {"B201", "B203", "B205", "B206", "B209", "B211"}


def cells_of(skip: Any) -> set[str]:
    return {cell.address for cell in skip.cells}


@each_evaluation
def test_formula_never_calculated(form: SelfEvaluation, tmp_path: Path) -> None:
    sample = SAMPLES / f"2024自评表_{form.project_name.text}.xlsx"
    where = placed(form).total_score.address
    path = tmp_path / "未计算.xlsx"
    with_formula(sample, where, path)

    form_checked = checked(path)

    assert [
        wording.unreadable_text(c, form_checked.reading.form)
        for c in form_checked.reading.unreadable
    ] == [f"{where}「总分」的公式没有计算结果。请用 Excel 打开，重新计算并保存后再报送。"]
    assert {s.rule.code for s in form_checked.outcome.skips if where in cells_of(s)} >= {
        "R503",
        "R508",
    }
    assert spotted(form_checked) == spotted(checked(sample))


@each_evaluation
def test_a_workbook_that_was_not_calculated_is_told_once(
    form: SelfEvaluation, tmp_path: Path
) -> None:
    sample = SAMPLES / f"2024自评表_{form.project_name.text}.xlsx"
    score, total = placed(form).indicators[0].score.address, placed(form).total_score.address
    one, path = tmp_path / "一格.xlsx", tmp_path / "未计算.xlsx"
    with_formula(sample, score, one)
    with_formula(one, total, path)

    record = recorded(check_file(path, Choice()))

    sentence = f"2 格（{score}、{total}）{wording.NOT_CALCULATED}"
    (told,) = [(e.cell, e.message) for f, _ in record.forms for e in entries.unreadable(f)]
    assert told == (score, sentence)
    assert {m.cell: m.text.partition("的公式")[0] for m in marks(record) if "公式" in m.text} == {
        score: f"{score}「得分」",
        total: f"{total}「总分」",
    }
    assert [line.entries[5].value for line in listing(record).lines].count(sentence) == 1


def with_formula(source: Path, where: str, path: Path) -> None:
    """A copy in which one cell holds a formula that nobody calculated."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                pattern = rf'<c r="{where}"([^>]*)><v>[^<]*</v></c>'.encode()
                cell = rf'<c r="{where}"\1><f>SUM(G1:G2)</f></c>'.encode()
                data, count = re.subn(pattern, cell, data)
                assert count == 1
            new.writestr(part.filename, data)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_submitted_files_are_never_changed() -> None:
    files = sorted(SAMPLES.glob("*.xlsx"))
    before = [(digest(f), f.stat().st_mtime_ns) for f in files]

    results: list[Result] = [check_file(f, Choice()) for f in files]

    assert len(results) == 9
    assert [(digest(f), f.stat().st_mtime_ns) for f in files] == before
