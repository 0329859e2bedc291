"""`jixiao summary` as somebody types it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from macros.cli import main
from macros.commands import run_over_files as running
from macros.commands.check import TAKEN
from tests.validators import reviewer
from tests.validators.bulk.workbooks import SAMPLES, fill
from validators.bulk.ledger import ledger_file

FOLDER = SAMPLES[0].parent
PARAGRAPH = (
    "编报2025年度绩效目标的项目5个，涉及金额498.65万元。"
    "开展2024年度绩效自评的项目4个，涉及金额155.45万元，全年执行154.35万元，"
    "预算执行率99.29%；平均得分97.47分，"
    "评分等级为“优”4个、“良”0个、“中”0个、“差”0个。"
    "经核查，发现问题6个，其中错误0个、警告6个。"
)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = main(["summary", *map(str, words)])
    except SystemExit as stop:
        status = int(str(stop.code or 0))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_workbook_and_document_say_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book, text = tmp_path / "汇总.xlsx", tmp_path / "公开文字.docx"

    status, out, err = run(capsys, FOLDER, "-o", book, "-o", text)

    assert (status, err) == (0, f"汇总已写入 {book}\n公开文字已写入 {text}\n")
    *together, forms, found = out.splitlines()
    codes = ["X706"] * 3 + ["X705"] * 2 + ["X705、X706"]
    assert [line.split()[1] for line in together] == codes
    assert (forms, found) == (
        "共 9 份：3 份请核实（有警告），6 份仅有提示。"
        "另有 4 个文件不核查：图片 1 个、文本文件 3 个。",
        "文件 9 个（未能核查 0 个；另有 4 个不核查）；错误 0 处，警告 6 处，提示 13 处；"
        "读不成 0 处，未检查 0 项。",
    )
    assert openpyxl.load_workbook(book)["公开文字"]["B5"].value == PARAGRAPH
    assert docx.Document(str(text)).paragraphs[1].text == PARAGRAPH


def test_refused_files_are_told_and_listed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "报送"
    shutil.copytree(FOLDER, folder)
    (folder / "空.xlsx").write_bytes(b"")

    status, out, _ = run(capsys, folder, "-o", tmp_path / "汇总.xlsx")

    refusal = "文件是空的，没有任何内容。请从原件重新复制或导出后再提交。"
    assert status == 2
    assert out.splitlines()[:2] == [str(folder / "空.xlsx"), f"  读不成 {refusal}"]
    listed: Any = openpyxl.load_workbook(tmp_path / "汇总.xlsx")["未计入"]
    assert [cell.value for cell in listed[3]] == [
        "未能核查", "空.xlsx", None, None, None, None, refusal,
    ]  # fmt: skip


def test_workbooks_in_an_archive_are_linked_to_the_archive(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "报送.zip", "w") as archive:
        for sample in SAMPLES:
            archive.write(sample, sample.name)

    run(capsys, tmp_path / "报送.zip", "-o", tmp_path / "汇总.xlsx")

    book: Any = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    assert book["项目"]["P4"].value == "2024自评表_业务受理工作经费.xlsx"
    targets = [book[name][cell].hyperlink for name, cell in (("项目", "Q4"), ("薄弱指标", "N4"))]
    assert [(one.target, one.location) for one in targets] == [("报送.zip", None)] * 2


def test_an_earlier_summary_is_passed_over_and_replaced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    book = tmp_path / "汇总.xlsx"

    first = run(capsys, tmp_path, "-o", book)
    before = book.read_bytes()
    second = run(capsys, tmp_path, "-o", book)

    assert first[0] == 0
    assert (second, book.read_bytes()) == (first, before)


def test_nothing_else_is_ever_replaced(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    submitted, document = tmp_path / "交来的.xlsx", tmp_path / "改过.docx"
    shutil.copy(SAMPLES[0], submitted)
    run(capsys, FOLDER, "-o", document)
    edited = docx.Document(str(document))
    edited.core_properties.last_modified_by = "WPS"
    edited.save(str(document))
    report, nowhere = tmp_path / "核查结果.xlsx", tmp_path / "没有" / "汇总.xlsx"
    report.write_bytes("别人的".encode())
    capsys.readouterr()
    before = [path.read_bytes() for path in (submitted, document, report)]

    told = [
        run(capsys, FOLDER, "-o", path)
        for path in (submitted, document, report, nowhere, tmp_path / "汇总.pdf")
    ]

    assert told == [
        (2, "", f"{TAKEN.format(path=submitted)}\n"),
        (2, "", f"{TAKEN.format(path=document)}\n"),
        (2, "", f"{TAKEN.format(path=report)}\n"),
        (2, "", f"写不了 {nowhere}：没有这个文件夹。请先建文件夹，或换一个位置。\n"),
        (2, "", "汇总要写成 .xlsx 或 .docx 文件，不能写成 汇总.pdf。请改文件名。\n"),
    ]
    assert [path.read_bytes() for path in (submitted, document, report)] == before


def test_what_lies_among_the_files_is_passed_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, review = tmp_path / "表", tmp_path / "表" / "复核表.xlsx"
    shutil.copytree(FOLDER, folder)
    reviewer.review_of(folder, review)
    capsys.readouterr()
    outputs = [folder / name for name in ("汇总.xlsx", "公开文字.docx", "核查结果.xlsx")]
    book, text, report = outputs
    first = run(capsys, folder, "-o", book, "-o", text)
    main(["check", str(folder), "--report", str(report)])
    capsys.readouterr()

    again = run(capsys, folder, text, "-o", book, "-o", text)

    assert (first[0], again[0]) == (0, 0)
    assert "图片 1 个、文本文件 3 个、本工具写的文件 1 个。" in first[1]
    assert again[1] == first[1].replace("写的文件 1 个", "写的文件 2 个").replace("5 个", "6 个")


def test_the_same_output_twice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "汇总.xlsx"

    told = run(capsys, FOLDER, "-o", book, "-o", book)

    assert told == (2, "", f"-o {book} 写了两次。请只写一次，或换一个文件名。\n")


def test_with_a_review(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder, review = tmp_path / "表", tmp_path / "复核表.xlsx"
    reviewer.spoiled(folder, "删去原因", "改动总分")
    sheets = reviewer.review_of(folder, review)
    row = reviewer.line(sheets["复核"], 三级指标="行政许可事项咨询回复率")
    reviewer.put(row, 复核完成值="97%", 复核得分=6.5, 扣分原因="2", 审核意见="按电话记录计")
    for finding in reviewer.lines(sheets["问题核准"]):
        if finding["级别"].value == "错误":
            reviewer.accept(finding)
    sheets.save(review)
    capsys.readouterr()
    book, text = tmp_path / "汇总.xlsx", tmp_path / "公开文字.docx"

    whole = run(capsys, folder, "-o", book, "-o", text, "--review", review)
    opinions = [
        list(row) for row in sheet_of(book, "审核意见").iter_rows(min_row=4, values_only=True)
    ]
    said = docx.Document(str(text)).paragraphs[1].text
    (folder / "删去原因.xlsx").unlink()
    fewer = run(capsys, folder, "-o", book, "--review", review)

    assert whole[0] == 0
    assert "错误 0 处" in whole[1]
    assert whole[1].endswith("另有已核准 2 处。\n")
    assert [row[3:11] for row in opinions] == [
        ["行政许可事项咨询回复率", 8, 7, 6.5, 0.5, "97%", "02 完成值与佐证材料不符", "按电话记录计"]
    ]
    # 98.79 − 0.50 and 96.47, which is what the scores of the spoiled total 97.47 come to.
    assert "平均得分98.13分，" in said
    assert "经复核，平均得分97.38分。" in said
    assert "；另有已核准的问题2个。" in said
    project = "这次没有核查到这张表（单位、项目、年度、工作表都相同的）。"
    assert fewer[0] == 0
    assert fewer[1].splitlines()[-3:] == [
        "复核表有 2 处不再适用：",
        f"  复核「行政许可事项咨询回复率」：删去原因.xlsx 工作表「自评表」G20 {project}",
        f"  核准 N601：删去原因.xlsx 工作表「自评表」H20 {project}",
    ]
    kinds = [row[0] for row in sheet_of(book, "未计入").iter_rows(min_row=3, values_only=True)]
    assert kinds == ["不再适用"] * 2


def test_a_review_that_cannot_be_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "汇总.xlsx"

    status, _, err = run(capsys, FOLDER, "-o", book, "--review", SAMPLES[0])

    assert (status, book.exists()) == (2, False)
    assert "不是本工具生成的复核表" in err


def sheet_of(path: Path, name: str) -> Any:
    return openpyxl.load_workbook(path)[name]


def test_where_to_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, FOLDER)

    assert told == (
        2, "", "命令写得不对：还缺少：-o。请运行 jixiao summary --help 查看用法。\n"
    )  # fmt: skip


@pytest.mark.slow
def test_ledger_and_processes_are_those_of_a_check(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "表", 12)
    monkeypatch.setattr(running, "LEDGER_FROM", 12)
    outputs = [tmp_path / name for name in ("一.xlsx", "二.xlsx", "三.xlsx")]

    told = [
        run(capsys, tmp_path / "表", "-o", path, *words)[:2]
        for path, words in zip(outputs, (["--no-ledger"], ["--jobs", "2"], []), strict=True)
    ]

    assert ledger_file([tmp_path / "表"]).exists()
    assert not list(tmp_path.glob("*.db"))
    assert told[0] == told[1] == told[2]
    assert len({path.read_bytes() for path in outputs}) == 1


def test_a_place_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("docx.document.Document.save", full)
    book, text = tmp_path / "汇总.xlsx", tmp_path / "公开文字.docx"

    status, _, err = run(capsys, SAMPLES[0], "-o", text, "-o", book)

    assert status == 2
    assert err == (
        f"写不了 {text}。请确认文件夹可写、磁盘没有满，并且没有在别的程序里打开着它。\n"
        f"汇总已写入 {book}\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["汇总.xlsx"]
