"""`jixiao import`: what is written, what is told, what is left alone, and the exit status."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from macros.commands import importing
from tests.benchmarks.importing import HERE, TEXTS
from tests.workbooks.importing import pdfs
from validators.bulk import pool
from validators.checking.our_files import IMPORT_KIND, own_sheet
from workbooks.drawing.layout import lay_out
from workbooks.files.open_file import open_workbook
from workbooks.files.refusal import Refusal
from workbooks.importing.imported import HEADINGS
from workbooks.reading.from_texts import published_forms

FORM = published_forms()[1]


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    layout = lay_out(FORM)
    path = tmp_path / "公开.pdf"
    path.write_bytes(pdfs.printed(layout, [layout.header + 2], repeat=True))
    return path


def test_a_workbook_a_form_with_its_list(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["import", str(document), "-o", "导入"])

    target = Path("导入", "公开_行政许可管理经费.xlsx")
    assert status == 0
    assert capsys.readouterr().out == (
        f"{target}：自评表「行政许可管理经费」（原文第 1–2 页），"
        "存疑 2 格，已标黄，列在「存疑清单」。\n"
    )
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["自评表", "存疑清单"]
    rows = [[cell.value for cell in row] for row in book["存疑清单"].iter_rows()]
    assert rows[0][0] == "由 公开.pdf 第 1–2 页读出，请对照原文核对标黄的 2 格，再核查、报送。"
    assert tuple(rows[1]) == HEADINGS
    assert [row[1:4] for row in rows[2:]] == [
        ["A13", "第 1–2 页", "“产出指标”"],
        ["B13", "第 1–2 页", "“数量指标”"],
    ]
    yellow = {
        cell.coordinate
        for row in book["自评表"].iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == "FFFFF2CC" and cell.value
    }
    assert yellow == {"A13", "B13"}


def test_what_is_written_is_checked_and_its_list_is_ours(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(document)])
    capsys.readouterr()

    status = main(["check", "导入", "--statistics"])

    grids = open_workbook(Path("导入", "公开_行政许可管理经费.xlsx"))
    assert not isinstance(grids, Refusal)
    assert [own_sheet(grid) for grid in grids] == ["", IMPORT_KIND]
    assert status == 0
    assert "文件 1 个（未能核查 0 个）；错误 0 处" in capsys.readouterr().out


def test_nothing_of_others_is_overwritten(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = Path("导入", "公开_行政许可管理经费.xlsx")
    main(["import", str(document)])
    assert main(["import", str(document)]) == 0  # what we wrote and nobody changed

    target.write_bytes(b"mine")
    refused = main(["import", str(document)])
    kept = target.read_bytes()
    forced = main(["import", str(document), "--overwrite"])

    assert (refused, kept, forced) == (2, b"mine", 0)
    assert "不会覆盖" in capsys.readouterr().err
    assert target.read_bytes()[:2] == b"PK"


def test_texts_and_files_that_are_none(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = document.with_name("坏.pdf")
    broken.write_bytes(document.read_bytes()[:200])

    status = main(["import", str(HERE / TEXTS[0]), str(broken)])

    told = capsys.readouterr()
    assert status == 2
    assert told.err.count("PDF 已损坏") == 1
    assert told.out.count("存疑") == 8  # four forms, each with its list
    assert len(list(Path("导入").iterdir())) == 4


def test_one_document_costs_no_other(
    document: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that its process died of is told; what went well before it stays."""
    limits_seen = []
    first = pool.ordered
    Path("慢.pdf").touch()

    def dying(work, paths, jobs, *, limits: pool.Limits):  # type: ignore[no-untyped-def]
        limits_seen.append(limits)
        (path, found), *_ = first(work, paths[:1], jobs, limits=limits)
        yield path, found
        yield paths[1], pool.Died(-9, overdue=True)

    monkeypatch.setattr(pool, "ordered", dying)

    status = main(["import", str(document), "慢.pdf"])

    assert status == 2
    assert [one.seconds for one in limits_seen] == [importing.SECONDS]
    told = capsys.readouterr()
    assert told.err == importing._TOO_MUCH.format(path="慢.pdf") + "\n"
    assert len(list(Path("导入").iterdir())) == 1


def test_a_folder_that_is_a_file(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(document), "-o", str(document)]) == 2
    assert "是文件" in capsys.readouterr().err


def test_names_of_projects_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = FORM.project_name._replace(text="../../甲:乙", value="../../甲:乙")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.printed(lay_out(replace(FORM, project_name=name))))

    assert main(["import", str(path)]) == 0

    assert [one.name for one in Path("导入").iterdir()] == ["a_.._.._甲_乙.xlsx"]
