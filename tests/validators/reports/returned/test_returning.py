"""Files on their way back: where they lie, what they never overwrite, and that sources stay."""

from __future__ import annotations

import io
import shutil
import stat
import zipfile
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from macros.commands.demo import SPOILED
from tests.validators.reports.returned.test_marks import finding
from validators.checking.check_file import Choice, Result, check, check_file
from validators.checking.sources import sources
from validators.records.record import Record, recorded
from validators.reports.output import Unwritten
from validators.reports.returned.notices import FOLDERS
from validators.reports.returned.places import Places, safe_name
from validators.reports.returned.returning import Returning
from validators.rule import Severity
from workbooks.drawing.draw_form import draw
from workbooks.files.refusal import Reason, Refusal
from workbooks.output_register import may_be_replaced
from workbooks.patching.package_copy import Parts

ROOT = Path(__file__).parents[4]
WARNED = ROOT / "workbooks" / "samples" / "2024自评表_行政许可管理经费.xlsx"
CLEAN = ROOT / "workbooks" / "samples" / "2025申报表_业务受理工作经费.xlsx"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A published form whose reason was removed: one 错误."""
    path = tmp_path_factory.mktemp("faulty") / "form.xlsx"
    draw(SPOILED["删去原因"]()[1], path)
    return path.read_bytes()


def returned(folder: Path, *roots: Path) -> Returning:
    """Everything below some folders, checked and sent back."""
    returning = Returning(folder, roots)
    for source in sources(roots):
        returning.add(recorded(check(source, Choice()), source.shown))
    return returning


def below(folder: Path) -> list[str]:
    """Files below a folder; of what goes back, without which of the folders it is in."""
    paths = (path.relative_to(folder).parts for path in folder.rglob("*.*"))
    inner = ((part for part in parts if part not in FOLDERS) for parts in paths)
    return sorted("/".join(parts) for parts in inner)


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_copies_lie_as_their_sources_do_and_clean_files_have_none(
    tmp_path: Path, faulty: bytes
) -> None:
    put(tmp_path / "报送" / "一科" / "表.xlsx", faulty)
    put(tmp_path / "报送" / "表.xlsx", faulty)
    put(tmp_path / "报送" / "好.xlsx", CLEAN.read_bytes())

    returning = returned(tmp_path / "退回", tmp_path / "报送")

    assert below(tmp_path / "退回") == ["一科/表_退回修改.xlsx", "表_退回修改.xlsx"]
    assert returning.write() == (
        "退回修改 2 份，请核实 0 份（带标注的副本 2 个，单独的修改清单 0 个），"
        f"和退回清单、退回通知一起写入文件夹 {tmp_path / '退回'}。"
    )


def test_a_copy_has_the_note_the_mark_and_the_list(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "表.xlsx", faulty)

    returned(tmp_path / "退回", tmp_path / "报送")

    book = openpyxl.load_workbook(tmp_path / "退回" / "退回修改" / "表_退回修改.xlsx")
    cell = book["自评表"][book["修改清单"]["C4"].value]
    assert book.sheetnames == ["修改清单", "自评表"]
    assert book["修改清单"]["C4"].hyperlink.location == f"'自评表'!{cell.coordinate}"
    assert "错误 N601：" in cell.comment.text
    assert cell.fill.fill_type == "solid"


def test_sources_are_neither_changed_nor_opened_for_writing(tmp_path: Path, faulty: bytes) -> None:
    path = put(tmp_path / "报送" / "表.xlsx", faulty)
    path.chmod(stat.S_IREAD)
    before = path.stat()

    returned(tmp_path / "退回", tmp_path / "报送")

    after = path.stat()
    assert sha256(path.read_bytes()).digest() == sha256(faulty).digest()
    assert (after.st_mtime_ns, after.st_mode) == (before.st_mtime_ns, before.st_mode)
    assert below(tmp_path / "报送") == ["表.xlsx"]


def test_what_cannot_be_marked_gets_a_list_of_its_own(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "坏.xlsx", faulty[:3000])
    put(tmp_path / "报送" / "别的.xlsx", b"%PDF-1.4")
    legacy = recorded(finding(Severity.ERROR), tmp_path / "旧.xls")
    put(tmp_path / "旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    returning = returned(tmp_path / "退回", tmp_path / "报送")
    returning.add(Record(legacy.path, legacy.path, legacy.data, legacy.notes))

    assert (returning.copies, returning.lists) == (0, 3)
    assert below(tmp_path / "退回") == [
        "别的_修改清单.xlsx", "坏_修改清单.xlsx", "旧_修改清单.xlsx",
    ]  # fmt: skip
    lists = [
        openpyxl.load_workbook(tmp_path / "退回" / name)["修改清单"]
        for name in ("未能核查/坏_修改清单.xlsx", "退回修改/旧_修改清单.xlsx")
    ]
    assert [sheet["D4"].value for sheet in lists] == ["读不成", "错误"]
    assert "文件已损坏" in lists[0]["F4"].value
    assert "这种格式的文件不能直接标注" in lists[1]["A2"].value


def test_a_list_that_comes_back_is_no_form_and_no_trouble(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "坏.xlsx", faulty[:3000])
    returned(tmp_path / "退回", tmp_path / "报送")
    book = openpyxl.load_workbook(tmp_path / "退回" / "未能核查" / "坏_修改清单.xlsx")
    book.active["H4"] = "已另存后重报"
    book.save(tmp_path / "退回" / "改过.xlsx")
    book.active["H3"] = None
    book.save(tmp_path / "退回" / "别的.xlsx")

    found = [check(source, Choice()) for source in sources([tmp_path / "退回"])]

    assert {one.path.name: one.aside is not None for one in found} == {
        "别的.xlsx": False,
        "坏_修改清单.xlsx": True,
        "改过.xlsx": True,
    }


def test_a_link_in_the_folder_leads_no_copy_elsewhere(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "子" / "表.xlsx", faulty)
    (tmp_path / "退回" / "退回修改").mkdir(parents=True)
    (tmp_path / "退回" / "退回修改" / "子").symlink_to(tmp_path / "报送" / "子")

    returned(tmp_path / "退回", tmp_path / "报送")

    assert below(tmp_path / "报送") == ["子/表.xlsx"]
    made = sorted(path.name for path in (tmp_path / "退回").rglob("*"))
    assert made == ["子", "表_退回修改.xlsx", "退回修改"]


def test_a_fault_of_ours_sends_nothing_back(tmp_path: Path) -> None:
    fault = Result(tmp_path / "表.xlsx", refusal=Refusal(Reason.CRASHED, "程序故障"))
    returning = Returning(tmp_path / "退回", [tmp_path])

    returning.add(recorded(fault))

    assert returning.write() == "没有要退回修改的文件。"
    assert not (tmp_path / "退回").exists()


def test_members_of_an_archive_get_copies(tmp_path: Path, faulty: bytes) -> None:
    (tmp_path / "报送").mkdir()
    with zipfile.ZipFile(tmp_path / "报送" / "包.zip", "w") as archive:
        archive.writestr("一科/表.xlsx", faulty)
        archive.writestr("../../外.xlsx", faulty)

    returned(tmp_path / "退回", tmp_path / "报送")

    assert below(tmp_path / "退回") == [
        "包.zip", "包.zip/一科/表_退回修改.xlsx", "包.zip/外_退回修改.xlsx",
    ]  # fmt: skip


def test_a_second_run_writes_over_what_nobody_has_changed(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "表.xlsx", faulty)
    put(tmp_path / "报送" / "坏.xlsx", faulty[:3000])

    for _ in range(2):
        returned(tmp_path / "退回", tmp_path / "报送")

    assert below(tmp_path / "退回") == ["坏_修改清单.xlsx", "表_退回修改.xlsx"]


def test_what_somebody_has_mended_or_put_there_is_never_overwritten(
    tmp_path: Path, faulty: bytes
) -> None:
    source = put(tmp_path / "报送" / "表.xlsx", faulty)
    returned(tmp_path / "退回", tmp_path / "报送")
    mended = tmp_path / "退回" / "退回修改" / "表_退回修改.xlsx"
    book = openpyxl.load_workbook(mended)
    book.save(mended)
    put(tmp_path / "退回" / "退回修改" / "表_退回修改(2).xlsx", b"somebody's")
    (tmp_path / "退回" / "退回修改" / "表_退回修改(3).xlsx").symlink_to(source)
    (tmp_path / "退回" / "退回修改" / "表_退回修改(4).xlsx").mkdir()
    kept = [mended.read_bytes(), source.read_bytes()]

    returned(tmp_path / "退回", tmp_path / "报送")

    assert [mended.read_bytes(), source.read_bytes()] == kept
    assert (tmp_path / "退回" / "退回修改" / "表_退回修改(2).xlsx").read_bytes() == b"somebody's"
    assert may_be_replaced(tmp_path / "退回" / "退回修改" / "表_退回修改(5).xlsx")


def test_a_copy_that_is_checked_itself_is_not_written_over(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "表.xlsx", faulty)
    returned(tmp_path / "退回", tmp_path / "报送")
    copy = tmp_path / "退回" / "退回修改" / "表_退回修改.xlsx"
    before = copy.read_bytes()

    returned(tmp_path / "退回", copy)

    assert copy.read_bytes() == before
    assert below(tmp_path / "退回") == ["表_退回修改(2).xlsx", "表_退回修改.xlsx"]


def test_a_mended_copy_is_a_form_again(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "表.xlsx", faulty)
    returned(tmp_path / "退回", tmp_path / "报送")
    copy = tmp_path / "退回" / "退回修改" / "表_退回修改.xlsx"
    book = openpyxl.load_workbook(copy)
    cell = book["修改清单"]["C4"].value
    book["自评表"][cell] = "因网络中断未及时回复，下一年度将提前落实备用线路。"
    book.save(copy)

    before, after = (check_file(path, Choice()) for path in (tmp_path / "报送" / "表.xlsx", copy))
    returned(tmp_path / "再退回", copy)

    codes = [
        {f.rule.code for form in one.forms for f in form.outcome.findings}
        for one in (before, after)
    ]
    assert codes[0] - codes[1] == {"N601"}
    assert after.refusal is None
    (again_at,) = (tmp_path / "再退回").rglob("表_退回修改.xlsx")
    again = openpyxl.load_workbook(again_at)
    assert again.sheetnames == ["修改清单", "自评表"]
    assert again["自评表"][cell].comment is None
    assert again["自评表"][cell].fill.fill_type is None


def test_names_that_would_meet_get_numbers(tmp_path: Path, faulty: bytes) -> None:
    for name in ("表.xlsx", "表.xlsm", "表_退回修改.xlsx"):
        put(tmp_path / "报送" / name, faulty)
    put(tmp_path / "报送二" / "表.xlsx", faulty)

    returned(tmp_path / "退回", tmp_path / "报送")
    returned(tmp_path / "两处", tmp_path / "报送", tmp_path / "报送二")

    assert below(tmp_path / "退回") == [
        "表_退回修改(2).xlsx", "表_退回修改.xlsm", "表_退回修改.xlsx",
    ]  # fmt: skip
    assert below(tmp_path / "两处") == [
        "报送/表_退回修改(2).xlsx",
        "报送/表_退回修改.xlsm",
        "报送/表_退回修改.xlsx",
        "报送二/表_退回修改.xlsx",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("=1+1", "=1+1"),
        ("💥表", "💥表"),
        ("一\n二\t三", "一_二_三"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("..", "_"),
        ("~$表", "表"),
        (".隐藏", "隐藏"),
        ('a<b>c:d"e|f?g*h\\i/j', "a_b_c_d_e_f_g_h_i_j"),
        ("con", "_con"),
        ("LPT1.a", "_LPT1.a"),
        ("\udcff坏", "_坏"),
        ("长" * 100, "长" * 60),
        ("末尾. ", "末尾"),
        ("", "_"),
    ],
)
def test_odd_names_are_made_safe(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_an_odd_name_ends_below_the_folder(tmp_path: Path) -> None:
    places = Places(tmp_path, [Path("/报送")])
    record = recorded(Result(Path("/报送/../../..\\x/\u202e=1+1\n" + "长" * 60 + ".xlsx")))

    path = places.place(record, "_退回修改", ".xlsx")

    assert path.resolve().is_relative_to(tmp_path)
    assert len(path.name.encode()) < 255
    assert "\n" not in str(path)


def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing(
    tmp_path: Path, faulty: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "报送" / "表.xlsx", faulty)

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "disk full")

    monkeypatch.setattr(Path, "replace", full)
    returning = returned(tmp_path / "退回", tmp_path / "报送")

    assert returning.failed == [tmp_path / "报送" / "表.xlsx"]
    with pytest.raises(
        Unwritten, match=f"^有 1 份没有写成，例如 {tmp_path / '报送' / '表.xlsx'}。"
    ):
        returning.write()
    assert [path for path in (tmp_path / "退回").rglob("*") if path.is_file()] == []


def test_a_file_that_has_gone_in_the_meantime(tmp_path: Path, faulty: bytes) -> None:
    path = put(tmp_path / "报送" / "表.xlsx", faulty)
    record = recorded(check_file(path, Choice()))
    path.unlink()
    returning = Returning(tmp_path / "退回", [tmp_path / "报送"])

    returning.add(record)

    book = openpyxl.load_workbook(tmp_path / "退回" / "退回修改" / "表_修改清单.xlsx")
    assert "找不到文件" in book["修改清单"]["A2"].value


def test_a_copy_keeps_its_macros_and_its_ending(tmp_path: Path) -> None:
    template = ROOT / "workbooks" / "templates" / "自评表.xlsm"
    shutil.copy(template, tmp_path / "表.xlsm")
    record = recorded(finding(Severity.ERROR), tmp_path / "表.xlsm")
    sheet = openpyxl.load_workbook(io.BytesIO(template.read_bytes())).sheetnames[0]
    form = record.data.forms[0]._replace(sheet=sheet)
    data = record.data._replace(forms=(form,))
    returning = Returning(tmp_path / "退回", [tmp_path])

    returning.add(Record(tmp_path / "表.xlsm", tmp_path / "表.xlsm", data, record.notes))

    before, after = (
        Parts(path.read_bytes())
        for path in (template, tmp_path / "退回" / "退回修改" / "表_退回修改.xlsm")
    )
    stored = [parts.package.stored("xl/vbaProject.bin") for parts in (before, after)]
    assert stored[0] == stored[1]


def test_what_only_asks_lies_apart_and_may_be_left_out(tmp_path: Path) -> None:
    draw(SPOILED["删去原因"]()[1], put(tmp_path / "报送" / "错.xlsx", b""))
    shutil.copy(WARNED, tmp_path / "报送" / "疑.xlsx")
    made = []
    for level in ("警告", "错误"):
        folder = tmp_path / level
        returning = Returning(folder, [tmp_path / "报送"], level)
        for source in sources([tmp_path / "报送"]):
            returning.add(recorded(check(source, Choice()), source.shown))
        made.append([path.relative_to(folder).as_posix() for path in folder.rglob("*.xlsx")])

    assert [sorted(paths) for paths in made] == [
        ["请核实/疑_退回修改.xlsx", "退回修改/错_退回修改.xlsx"],
        ["退回修改/错_退回修改.xlsx"],
    ]


def test_the_folder_shows_how_things_stand_now(tmp_path: Path, faulty: bytes) -> None:
    """A copy that no longer goes back is taken away; one that was worked on stays, and is named."""
    folder = tmp_path / "退回"
    for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx"):
        put(tmp_path / "报送" / name, faulty)
    returned(folder, tmp_path / "报送").write()
    edited = folder / "退回修改" / "乙_退回修改.xlsx"
    book = openpyxl.load_workbook(edited)
    book.save(edited)
    foreign = put(folder / "退回修改" / "自己放的_退回修改.xlsx", b"PK")
    for name in ("甲.xlsx", "乙.xlsx"):
        put(tmp_path / "报送" / name, CLEAN.read_bytes())

    told = returned(folder, tmp_path / "报送").write()

    left = sorted(path.name for path in (folder / "退回修改").iterdir())
    assert left == ["丙_退回修改.xlsx", edited.name, foreign.name]
    assert "上次的 1 份这次不用再退回，已从文件夹里拿走。" in told
    assert "上次的 退回修改/乙_退回修改.xlsx 这次不用再退回，但有人改动过，没有拿走" in told


def test_another_batch_in_the_same_folder_is_left_alone(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "一" / "甲.xlsx", faulty)
    draw(SPOILED["抬高得分"]()[1], put(tmp_path / "二" / "乙.xlsx", b""))
    returned(tmp_path / "退回", tmp_path / "一").write()

    returned(tmp_path / "退回", tmp_path / "二").write()

    names = sorted(path.name for path in (tmp_path / "退回" / "退回修改").iterdir())
    assert names == ["乙_退回修改.xlsx", "甲_退回修改.xlsx"]


def test_the_list_by_unit_and_a_notice_for_each(tmp_path: Path, faulty: bytes) -> None:
    put(tmp_path / "报送" / "甲.xlsx", faulty)
    put(tmp_path / "报送" / "坏.xlsx", faulty[:3000])

    returned(tmp_path / "退回", tmp_path / "报送").write()

    sheet = openpyxl.load_workbook(tmp_path / "退回" / "退回清单.xlsx")["退回清单"]
    assert sheet["A1"].value.startswith("2 个单位，退回修改 1 份，请核实 0 份，未能核查 1 份。")
    unit = "上海市市场监督管理局行政服务中心"
    rows = sorted((row[0], row[1:4]) for row in sheet.iter_rows(min_row=4, values_only=True))
    assert rows == [(unit, ("1", 0, 0)), ("（未填实施单位）", (0, 0, "1"))]
    notice = Document(str(tmp_path / "退回" / "退回通知" / f"{unit}.docx"))
    title, dear, first, _, file, main, *_ = (line.text for line in notice.paragraphs)
    assert main.endswith("；扣了分，却没有填写偏差原因（N601，1 处）。")
    assert (title, dear) == ("绩效表退回通知", f"{unit}：")
    assert first == "你单位报送的绩效表核查后，有 1 份需要处理："
    assert file.startswith("1. 甲_退回修改.xlsx（")
