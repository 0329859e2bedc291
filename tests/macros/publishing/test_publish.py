"""`jixiao publish` with a stand-in for LibreOffice: order, bookmarks, refusals, what is told."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from macros.cli import main
from macros.publishing import forms, printer, publish
from macros.publishing.forms import FAULTY, NO_WORKBOOK
from tests.macros.publishing.office_stand_in import stand_in
from tests.season import evaluation

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")

OUT = "公开.pdf"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three good forms of two units, and the stand-in; its log."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(printer.VARIABLE, str(stand_in(tmp_path / "program")))
    monkeypatch.setenv("STAND_IN_LOG", str(tmp_path / "log"))
    evaluation(tmp_path / "报送" / "甲" / "1.xlsx", unit="甲中心", project="项目10")
    evaluation(tmp_path / "报送" / "甲" / "2.xlsx", unit="甲中心", project="项目2两页")
    evaluation(tmp_path / "报送" / "乙" / "下面" / "3.xlsx", unit="乙中心", project="项目3")
    return tmp_path / "log"


@pytest.mark.parametrize(
    ("unit", "project", "year", "told"),
    [
        ("甲中心", "项目10", 2024, True),
        ("甲 中心", "《项目１０》", 2024, True),
        ("甲中心", "项目10", 2023, False),
        ("乙中心", "项目10", 2024, False),
        ("", "项目10", 2024, False),
    ],
)
def test_a_project_that_is_there_twice_is_told(
    unit: str,
    project: str,
    year: int,
    told: bool,
    office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    evaluation(tmp_path / "报送" / "改后" / "1.xlsx", unit=unit, project=project, year=year)

    main(["publish", "报送", "-o", OUT])

    out = capsys.readouterr().out
    assert ("同一项目公开了不止一份" in out) == told
    for place in ("甲", "改后"):
        assert (f"  {Path('报送') / place / '1.xlsx'} 工作表" in out) == told


def starts(log: Path) -> list[list[str]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def bookmarks(book: PdfReader) -> list[Any]:
    def told(items: list[Any]) -> list[Any]:
        return [
            told(one)
            if isinstance(one, list)
            else (one.title, (book.get_destination_page_number(one) or 0) + 1)
            for one in items
        ]

    return told(book.outline)


def said(book: PdfReader, page: int) -> list[list[Any]]:
    """The cells of the workbook that a page, counted from 1, was made of."""
    rows: list[list[Any]] = json.loads(book.pages[page - 1]["/Said"])
    return rows


def led(book: PdfReader) -> list[tuple[int, int]]:
    """Where the links of the book stand and where they lead, both counted from 1."""
    pages = {page.indirect_reference: number for number, page in enumerate(book.pages, 1)}
    return [
        (number, pages[link.get_object()["/Dest"][0]])
        for number, page in enumerate(book.pages, 1)
        for link in page.annotations or ()
    ]


def test_forms_are_bound_in_the_order_of_units_and_projects(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["publish", "报送", "-o", OUT, "--title", "2024年度绩效自评公开"])

    book = PdfReader(OUT)
    assert status == 0
    assert bookmarks(book) == [
        ("目录", 1),
        ("乙中心", 2),
        [("项目3（2024年自评表）", 2)],
        ("甲中心", 3),
        [("项目2两页（2024年自评表）", 3), ("项目10（2024年自评表）", 5)],
    ]
    assert ["项目3" in str(said(book, page)) for page in range(2, 6)] == [True, *[False] * 3]
    assert ["项目2两页" in str(said(book, page)) for page in range(2, 6)] == [
        *(False, True, True, False)
    ]
    assert said(book, 1) == [
        ["2024年度绩效自评公开", None, None, None],
        ["序号", "项目名称", "表", "页码"],
        ["乙中心", None, None, None],
        [1, "项目3", "2024年自评表", 2],
        ["甲中心", None, None, None],
        [2, "项目2两页", "2024年自评表", 3],
        [3, "项目10", "2024年自评表", 5],
    ]
    assert [page.extract_text() for page in book.pages] == list("12345")
    told = capsys.readouterr()
    assert told.out == ("已写入 公开.pdf：5 页（含目录）。找到 3 份，公开 3 份，没有公开 0 份。\n")
    assert told.err == ""


def test_a_contents_of_several_pages_is_counted(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN_CONTENTS", "3")

    main(["publish", "报送", "-o", OUT])

    book = PdfReader(OUT)
    assert [row[3] for row in said(book, 1) if isinstance(row[3], int)] == [4, 5, 7]
    assert bookmarks(book)[2] == [("项目3（2024年自评表）", 4)]
    assert led(book) == [(3, 4), (3, 5), (3, 7)]


def test_a_line_of_the_contents_leads_to_its_form_wherever_it_is_clicked(office: Path) -> None:
    main(["publish", "报送", "-o", OUT])

    book = PdfReader(OUT)
    assert led(book) == [(1, 2), (1, 3), (1, 5)]
    first, *_ = (one.get_object() for one in book.pages[0].annotations or ())
    assert first["/Rect"] == [36, 700, 559, 712]
    assert first["/Dest"][1:4:2] == ["/XYZ", 842]
    assert b"form.invalid" not in Path(OUT).read_bytes()


def test_nothing_of_a_machine_or_a_person_stands_in_the_book(office: Path, tmp_path: Path) -> None:
    main(["publish", "报送", "-o", OUT])

    assert dict(PdfReader(OUT).metadata or {}) == {"/Title": "绩效表公开"}
    raw = Path(OUT).read_bytes()
    assert [word for word in (b"somebody", str(tmp_path).encode(), b"/tmp/") if word in raw] == []


def test_one_start_for_all_forms_with_a_profile_of_its_own(office: Path) -> None:
    main(["publish", "报送", "-o", OUT])

    first, contents = starts(office)
    assert first[-3:] == ["000001.xlsx", "000003.xlsx", "000002.xlsx"]
    assert contents[-1] == "contents.xlsx"
    folder = Path(first[first.index("--outdir") + 1])
    assert f"-env:UserInstallation={(folder / 'profile').as_uri()}" in first
    assert "--headless" in first
    assert not folder.exists()  # nothing is left behind


def test_very_many_forms_take_several_starts(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "AT_ONCE", 2)

    status = main(["publish", "报送", "-o", OUT])

    assert status == 0
    assert [len(one) - one.index("--outdir") - 2 for one in starts(office)] == [2, 1, 1]
    assert len(PdfReader(OUT).pages) == 5


def test_forms_with_errors_are_left_out_and_named(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation(Path("报送", "坏.xlsx"), unit="丙中心", project="坏项目", total_score="12.00")

    status = main(["publish", "报送", "-o", OUT])

    told = capsys.readouterr()
    assert status == 1
    assert "找到 4 份，公开 3 份，没有公开 1 份。" in told.out
    first, *lines = told.err.splitlines()
    assert first == (
        "没有公开：报送/坏.xlsx 工作表「自评表」“坏项目”：" + FAULTY.format(count=len(lines))
    )
    assert [line[:16] for line in lines] == ["  G18 错误 R503 「总", "  F19 错误 R508 「评"]
    assert "坏项目" not in str(bookmarks(PdfReader(OUT)))


def test_with_force_they_are_published_and_named(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation(Path("报送", "坏.xlsx"), unit="丙中心", project="坏项目", total_score="12.00")

    status = main(["publish", "报送", "-o", OUT, "--force"])

    told = capsys.readouterr()
    assert status == 0
    assert "公开 4 份" in told.out
    assert (
        "其中 1 份还有错误、读不成的，照现状公开：\n报送/坏.xlsx 工作表「自评表」“坏项目”\n"
        in told.out
    )
    assert "\n  G18 错误 R503 " in told.out
    assert "坏项目" in str(bookmarks(PdfReader(OUT)))


def test_what_cannot_be_read_is_named(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("报送", "损坏.xlsx").write_bytes(b"PK\x03\x04 no package")
    Path("报送", "说明.pdf").write_bytes(b"%PDF-1.4")
    Path("报送", "照片.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    status = main(["publish", "报送", "-o", OUT])

    told = capsys.readouterr()
    assert status == 2
    assert "找到 5 份，公开 3 份，没有公开 2 份。" in told.out
    lines = told.err.splitlines()
    assert [line.split("：")[1] for line in lines] == ["报送/损坏.xlsx", "报送/说明.pdf"]


def test_what_is_no_workbook_is_named(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = said_of_a_form()
    cells = "".join(
        f"<tr>{''.join(f'<td>{one or str()}</td>' for one in row)}</tr>" for row in rows
    )
    page = f"<html><meta charset=utf-8><table>{cells}</table></html>"
    Path("报送", "网页.html").write_text(page, "utf-8")

    status = main(["publish", "报送", "-o", OUT, "--force"])

    told = capsys.readouterr()
    assert status == 2
    assert "公开 3 份，没有公开 1 份" in told.out
    assert told.err.endswith(f"：{NO_WORKBOOK}\n")


def said_of_a_form() -> list[list[Any]]:
    import openpyxl

    book = openpyxl.load_workbook(Path("报送", "甲", "1.xlsx"))
    return [[cell.value for cell in row] for row in book.active.rows]


def test_a_form_that_was_not_printed_is_named(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STAND_IN_MOOD", "项目10")

    status = main(["publish", "报送", "-o", OUT])

    told = capsys.readouterr()
    assert status == 2
    assert "找到 3 份，公开 2 份，没有公开 1 份。" in told.out
    assert told.err.endswith(f"“项目10”：{publish.NOT_PRINTED}\n")
    assert len(PdfReader(OUT).pages) == 4


def test_nothing_to_publish_writes_nothing(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation(Path("坏", "坏.xlsx"), unit="丙中心", project="坏项目", total_score="12.00")

    status = main(["publish", "坏", "-o", OUT])

    told = capsys.readouterr()
    assert status == 2
    assert "“坏项目”" in told.err
    assert told.err.endswith("没有可以公开的表，没有写出 PDF。\n")
    assert not Path(OUT).exists()


@pytest.mark.parametrize(
    ("named", "told"),
    [("", printer.MISSING), ("soffice", printer.WRONG), ("/no/such/soffice", printer.WRONG)],
)
def test_without_libreoffice_one_sentence_says_what_to_do(
    named: str,
    told: str,
    office: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # A program of that name in the folder somebody works in is none of ours.
    stand_in(Path.cwd())
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", "program")))
    monkeypatch.setenv(printer.VARIABLE, named)

    status = main(["publish", "报送", "-o", OUT])

    assert status == 2
    assert capsys.readouterr().err == told.format(path=named) + "\n"
    assert not office.exists()
    assert not Path(OUT).exists()


def test_it_is_found_on_the_path(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(printer.VARIABLE)
    monkeypatch.setenv("PATH", str(Path("program").resolve()))

    assert printer.program() == Path("program", "soffice").resolve()


def test_a_program_that_does_not_start(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("program", "soffice").write_bytes(b"\x00no program")

    status = main(["publish", "报送", "-o", OUT])

    assert status == 2
    assert capsys.readouterr().err.startswith("LibreOffice 启动不了（")


def test_a_program_that_is_late_is_ended_with_all_it_started(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STAND_IN_MOOD", "late")
    monkeypatch.setattr(printer, "START_SECONDS", 3.0)
    monkeypatch.setattr(printer, "FORM_SECONDS", 0.0)

    status = main(["publish", "报送", "-o", OUT])

    assert status == 2
    assert capsys.readouterr().err == printer.LATE.format(seconds=3.0, count=3) + "\n"
    assert not Path(OUT).exists()
    child = int(Path(f"{office}.child").read_text())
    assert _ends(child)


def _ends(process: int) -> bool:
    """Whether a process is gone, or dead and only not yet buried."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_nothing_of_others_is_overwritten(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["publish", "报送", "-o", OUT]
    assert main(command) == 0
    assert main(command) == 0  # what we wrote and nobody changed
    Path(OUT).write_bytes(b"mine")

    refused = main(command)
    kept = Path(OUT).read_bytes()
    forced = main([*command, "--overwrite"])

    assert (refused, kept, forced) == (2, b"mine", 0)
    assert "不会覆盖" in capsys.readouterr().err
    assert Path(OUT).read_bytes()[:5] == b"%PDF-"


def test_the_book_itself_is_no_file_of_the_folder(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["publish", "报送", "-o", "报送/公开.pdf"]
    main(command)
    capsys.readouterr()

    status = main(command)

    assert status == 0
    assert "找到 3 份，公开 3 份" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["公开.xlsx", "没有/公开.pdf"])
def test_where_it_cannot_be_written(
    name: str, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "报送", "-o", name]) == 2
    assert capsys.readouterr().err.endswith("\n")
    assert not office.exists()  # nothing was printed for it


def test_names_that_lead_elsewhere_are_only_texts(office: Path) -> None:
    name = '<r>=HYPERLINK(1)/../../“甲”"&1&"</r>'
    evaluation(Path("报送", "名.xlsx"), unit="=1+1", project=name)

    status = main(["publish", "报送", "-o", OUT])

    book = PdfReader(OUT)
    assert status == 0
    assert bookmarks(book)[1:3] == [("=1+1", 2), [(f"{name}（2024年自评表）", 2)]]
    assert led(book)[0] == (1, 2)
    assert [1, name, "2024年自评表", 2] in [
        [one.strip() if isinstance(one, str) else one for one in row] for row in said(book, 1)
    ]
    assert {path.name for path in Path.cwd().iterdir()} == {"报送", "program", "log", OUT}


def test_a_fault_of_ours_costs_one_file(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = forms.copied

    def breaking(*of_sheet: Any) -> Any:
        if "项目3" in str(of_sheet[1][0].values):
            raise RuntimeError("ours")
        return copied(*of_sheet)

    monkeypatch.setattr(forms, "copied", breaking)

    status = main(["publish", "报送", "-o", OUT])

    told = capsys.readouterr()
    assert status == 3
    assert "公开 2 份，没有公开 1 份" in told.out
    assert told.err.startswith("没有公开：报送/乙/下面/3.xlsx：程序故障（与填报单位无关）")
    assert "RuntimeError: ours" in told.err
    assert len(PdfReader(OUT).pages) == 4
