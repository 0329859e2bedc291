"""A folder that holds one of everything: nothing in it goes unmentioned, in any output."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from macros.cli import main
from macros.commands import run_over_files as running
from macros.commands.run_over_files import Account, Run
from tests.validators.bulk.workbooks import SAMPLES
from tests.validators.json_schema import VALIDATOR
from tests.workbooks.documents import document, first_sheet, page, paragraph, table
from validators.bulk.work import Work
from validators.checking.sources import Found, Source
from workbooks.files.limits import CLOSED
from xlfuncs import addin_settings

FORM = SAMPLES[0].read_bytes()
ROOT = Path(__file__).parents[3]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def checked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    status, out, _ = run(capsys, "check", *words, "--format", "json")
    data = json.loads(out)
    VALIDATOR.validate(data)
    counts = data["summary"]
    assert counts["files"] == len(data["files"])
    data = {"not_read": [], "passed_over": [], **data}
    assert counts["not_read"] == len(data["not_read"])
    assert counts["passed_over"] == len(data["passed_over"])
    parts = ("files", "not_read", "passed_over", "ignored")
    assert counts["found"] == sum(counts[part] for part in parts)
    return status, data


def compound(stream: str) -> bytes:
    """A compound file that has such a stream: a workbook of xlwt with another name in it."""
    book = xlwt.Workbook()
    book.add_sheet("a")
    file = io.BytesIO()
    book.save(file)
    raw = file.getvalue()
    start = raw.index("Workbook".encode("utf-16-le"))
    entry = (stream.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
    return raw[:start] + entry + (2 * len(stream) + 2).to_bytes(2, "little") + raw[start + 66 :]


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"a")
    return file.getvalue()


FILES: dict[str, tuple[bytes, str]] = {
    "表.xlsx": (FORM, "checked"),
    "表.bak": (FORM, "checked"),
    "表": (FORM, "checked"),
    "~$表.xlsx": (FORM, "checked"),
    "导出.xls": (page(first_sheet(SAMPLES[1])), "checked"),
    "网页.html": (page(first_sheet(SAMPLES[2])), "checked"),
    "文档.docx": (document(table(first_sheet(SAMPLES[3]))), "checked"),
    "文档.doc": (document(table(first_sheet(SAMPLES[4]))), "checked"),
    "说明.docx": (document(paragraph("说明")), "refused"),
    "登录.htm": (b"<html><body>login</body></html>", "refused"),
    "坏.xlsx": (FORM[:3000], "refused"),
    "空.xlsx": (b"", "refused"),
    "空.zip": (zipped(), "refused"),
    "占位.xlsx": (bytes(4096), "refused"),
    "论文.pdf": (b"%PDF-1.7\n", "pdf"),
    "改名.xlsx.pdf": (b"%PDF-1.7\n", "pdf"),
    "旧.doc": (compound("WordDocument"), "word"),
    "旧.wps": (compound("WordDocument"), "word"),
    "富.rtf": (b"{\\rtf1", "word"),
    "版.ofd": (zipped("OFD.xml"), "ofd"),
    "开.ods": (zipped("content.xml"), "sheet"),
    "二.xlsb": (zipped("xl/workbook.bin"), "sheet"),
    "旧.xml": (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "sheet"),
    "包.rar": (b"Rar!\x1a\x07\0", "archive"),
    "包.7z": (b"7z\xbc\xaf\x27\x1c", "archive"),
    "包": (b"Rar!\x1a\x07\0", "archive"),
    "附件.dat": (b"7z\xbc\xaf\x27\x1c", "archive"),
    "压缩.txt": (b"\x1f\x8b\x08\0", "archive"),
    "报告.bin": (b"%PDF-1.7\n", "pdf"),
    "报告": (b"{\\rtf1", "word"),
    "信.eml": (b"MIME-Version: 1.0\n\n<html><table>", "mail"),
    "数.numbers": (zipped("Index/Document.iwa"), "sheet"),
    "文.pages": (zipped("Index/Document.iwa"), "word"),
    "表.xlsx.lnk": (b"L\0\0\0\x01\x14\x02\0", "link"),
    "在线.gsheet": (b'{"url": "x"}', "link"),
    ".表.xlsx.icloud": (b"bplist00", "not-here"),
    "表.xlsx.crdownload": (FORM[:3000], "not-here"),
    "图.jpg": (b"\xff\xd8\xff", "picture"),
    "图": (b"\x89PNG\r\n\x1a\n", "picture"),
    "说明.txt": ("说明".encode("gbk"), "text"),
    "程序": (b"a\0b", "other"),
    "片.mp4": (b"\0\0\0 ftyp", "media"),
    "演示.pptx": (zipped("ppt/presentation.xml"), "other"),
    "~$锁.xlsx": (b"\x05admin" + b" " * 159, "system"),
    ".~锁.xlsx": (b"\x05admin" + b" " * 159, "system"),
    "Thumbs.db": (compound("Thumb"), "system"),
    ".DS_Store": (b"\0\0\0\1Bud1", "system"),
    "desktop.ini": (b"[.ShellClassInfo]", "system"),
    "._表.xlsx": (b"\0\x05\x16\x07" + bytes(60), "system"),
}
DONE = ("checked", "refused")
UNREAD = ("pdf", "word", "ofd", "sheet", "archive", "mail", "link", "not-here")
PASSED = ("picture", "text", "media", "other")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "报送"
    made.mkdir()
    for name, (raw, _) in FILES.items():
        (made / name).write_bytes(raw)
    (made / "__MACOSX").mkdir()
    return made


def by_kind(*kinds: str) -> dict[str, str]:
    return {name: kind for name, (_, kind) in FILES.items() if kind in kinds}


def told(listed: list[Any], key: str) -> dict[str, str]:
    return {Path(one["path"]).name: one[key] for one in listed}


def test_each_is_told_as_what_it_is(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, data = checked(capsys, folder)

    assert status == 2
    assert told(data["files"], "outcome") == by_kind(*DONE)
    assert told(data["not_read"], "kind") == by_kind(*UNREAD)
    assert told(data["passed_over"], "kind") == by_kind(*PASSED)
    assert data["summary"]["ignored"] == len(by_kind("system")) + 1
    assert all(one["reason"] and one["advice"] for one in data["not_read"])
    assert all(one["reason"] and "advice" not in one for one in data["passed_over"])


def test_an_archive_is_told_as_its_folder(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    package = folder.with_name("报送.zip")
    (folder / "空.zip").unlink()
    with zipfile.ZipFile(package, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    of_folder = checked(capsys, folder)

    of_archive = checked(capsys, package)

    for data in (of_folder[1], of_archive[1]):
        for one in (*data["files"], *data["not_read"], *data["passed_over"]):
            one["path"] = Path(one["path"]).name
        data["summary"].pop("ignored")
        data.pop("together")  # names files by their paths
        data["summary"].pop("found")
        data["files"].sort(key=lambda one: one["path"])
    assert of_archive == of_folder


def test_every_output_names_what_was_not_read_and_not_checked(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    out = folder.parent
    reports = [out / f"r{ending}" for ending in (".xlsx", ".html", ".csv")]
    words = [word for path in reports for word in ("--report", path)]

    status, screen, _ = run(capsys, "check", folder, *words)
    run(capsys, "summary", folder, "-o", out / "s.xlsx")
    run(capsys, "review", folder, "-o", out / "f.xlsx")

    unread, passed = by_kind(*UNREAD), by_kind(*PASSED)
    assert status == 2
    assert [name for name in unread if f"{folder / name}\n  这是" not in screen] == []
    assert f"其中没有读取 {len(unread)} 个；另有 {len(passed)} 个不核查" in screen.splitlines()[-1]
    assert "没有读取：PDF 3 个、文字文档 5 个、版式文件 1 个、" in screen
    workbook, sums, review = (
        "\n".join(
            str(cell.value)
            for sheet in openpyxl.load_workbook(path)
            for row in sheet.iter_rows()
            for cell in row
        )
        for path in (reports[0], out / "s.xlsx", out / "f.xlsx")
    )
    texts = [workbook, reports[1].read_text("utf-8"), reports[2].read_text("utf-8-sig"), sums]
    assert [name for name in (*unread, *passed) for text in texts if name not in text] == []
    assert [name for name in unread if name not in review] == []
    assert not any(name in text for name in by_kind("system") for text in (screen, *texts))


def test_kinds_that_the_desk_knows_to_hold_no_forms_ask_for_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(SAMPLES[0], tmp_path / "表.xlsx")
    (tmp_path / "佐证.pdf").write_bytes(b"%PDF-1.7")
    conf = tmp_path.with_name("jixiao.conf")
    monkeypatch.setattr("xlfuncs.udf_desk.settings_file", lambda: conf)

    told = []
    for line in ('"POLICY","hubei"', '"UNCOUNTED","rar，PDF"', '"UNCOUNTED","word"'):
        conf.write_text(line, addin_settings.ENCODING)
        told.append(checked(capsys, tmp_path))

    assert [status for status, _ in told] == [2, 0, 2]
    assert all(len(data["not_read"]) == 1 for _, data in told)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")
def test_what_is_no_file_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder, outside = tmp_path / "内", tmp_path / "外"
    folder.mkdir()
    outside.mkdir()
    shutil.copy(SAMPLES[0], folder / "表.xlsx")
    shutil.copy(SAMPLES[0], outside / "别人的.xlsx")
    for name, target in (
        ("出.xlsx", outside / "别人的.xlsx"),
        ("夹", outside),
        ("圈", folder),
        ("断.docx", folder / "没有"),
        ("自.xlsx", folder / "自.xlsx"),
    ):
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "管.xlsx")
    os.mkfifo(folder / "管.zip")
    here = Path.cwd()
    os.chdir(folder)  # a socket takes short names only
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("插.xlsx")
        os.chdir(here)

        status, data = checked(capsys, folder)

    assert status == 2
    assert told(data["files"], "outcome") == {"表.xlsx": "checked"}
    assert told(data["not_read"], "kind") == {
        **dict.fromkeys(("出.xlsx", "夹", "圈", "断.docx", "自.xlsx"), "link"),
        **dict.fromkeys(("管.xlsx", "管.zip", "插.xlsx"), "special"),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
@pytest.mark.parametrize("name", ["管", "管.xlsx", "管.zip", "管.html", "管.csv", "管.json"])
def test_a_pipe_that_is_named_does_not_hang(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    os.mkfifo(tmp_path / name)

    status, out, _ = run(capsys, "check", tmp_path / name)

    assert status == 2
    assert "这不是普通文件，无法读取。" in out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_as_a_policy_does_not_hang(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "办法.toml")

    status, _, err = run(capsys, "check", SAMPLES[0], "--policy", tmp_path / "办法.toml")

    assert status == 2
    assert "打不开，请确认它是文件" in err


def without_rights() -> list[str]:
    """What starts a command that may not read what nobody may read, as root otherwise may."""
    if sys.platform == "win32":
        pytest.skip("no files there that cannot be read")
    if os.getuid():
        return []
    rights = "-dac_override,-dac_read_search"
    drop = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]
    if shutil.which("setpriv") is None or subprocess.run([*drop, "true"], check=False).returncode:
        pytest.skip("root may read everything here, and cannot let go of that")
    return drop


def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    drop = without_rights()
    folder = tmp_path / "报送"
    folder.mkdir()
    closed = {"关.xlsx": FORM, "关.zip": zipped("表.xlsx"), "关.pdf": b"%PDF-1.7\n", "关.bak": FORM}
    for name, raw in closed.items():
        (folder / name).write_bytes(raw)
        (folder / name).chmod(0)
    for name, mode in (("关夹", 0), ("只列夹", 0o444)):
        (folder / name).mkdir()
        (folder / name / "表.xlsx").write_bytes(FORM)
        (folder / name).chmod(mode)
    shutil.copy(SAMPLES[0], folder / "表.xlsx")
    words = [sys.executable, "-m", "macros.cli", "check", str(folder), "--format", "json"]

    done = subprocess.run([*drop, *words], capture_output=True, cwd=ROOT, check=False)

    for name in ("关夹", "只列夹"):
        (folder / name).chmod(0o700)
    data = json.loads(done.stdout)
    assert done.returncode == 2
    refused = {Path(one["path"]).name: one["refusal"] for one in data["files"]}
    assert refused.pop("关.xlsx")["message"] == refused.pop("关.zip")["message"] == CLOSED
    assert refused.pop("关.bak")["message"] == CLOSED
    assert len(refused) == 1  # the one that is open; the one of a folder that can only be listed
    listed = [one for one in data["files"] if "只列夹" in one["path"]]
    assert [one["refusal"]["message"] for one in listed] == [CLOSED]
    assert told(data["not_read"], "kind") == {"关.pdf": "pdf", "关夹": "folder"}
    assert data["summary"]["found"] == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_that_are_alike_or_no_text_are_each_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """NFC and NFD, upper and lower case, a blank or a dot at the end, bytes that are no text."""
    names = ["é.xlsx", "e\u0301.xlsx", "A.xlsx", "a.XLSX", "尾空.xlsx ", "尾点.xlsx.", " 前.xlsx"]
    names += ["夹.xlsx/表.xlsx", "Thumbs.db/表.xlsx", "._夹/表.xlsx", "~$夹/表.xlsx", "NUL.xlsx"]
    names += ["/".join(["长" * 80] * 12) + "/深.xlsx"]
    for name in (*names, *map(os.fsdecode, (b"\xb1\xed.xlsx", b"\xb1\xee.xlsx"))):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(FORM)

    status, data = checked(capsys, tmp_path)

    assert status == 0
    assert data["summary"]["found"] == data["summary"]["checked"] == len(names) + 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps open files in their places")
def test_a_file_that_becomes_another_thing_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder, a pipe, a link round in circles, between the list and the reading."""
    names = ("夹.xlsx", "管.xlsx", "圈.xlsx", "表.xlsx")
    for name in names:
        shutil.copy(SAMPLES[0], tmp_path / name)

    def laid_down(paths: Any) -> Found:
        found = Found(paths)
        for name in names[:3]:
            (tmp_path / name).unlink()
        (tmp_path / "夹.xlsx").mkdir()
        os.mkfifo(tmp_path / "管.xlsx")
        (tmp_path / "圈.xlsx").symlink_to("圈.xlsx")
        return found

    monkeypatch.setattr(running, "Found", laid_down)

    status, data = checked(capsys, tmp_path)

    assert status == 2
    assert told(data["files"], "outcome") == {
        name: "checked" if name == "表.xlsx" else "refused" for name in names
    }
    assert all(one["refusal"]["message"].endswith("。") for one in data["files"] if one["refusal"])


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder with 1,300 below it, one in the other. What walks by recursion cannot remove it."""
    here = Path.cwd()
    os.chdir(tmp_path)
    for _ in range(1300):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(here)
    yield tmp_path
    os.chdir(tmp_path)
    for _ in range(1300):
        os.chdir("d")
    for _ in range(1300):
        os.chdir("..")
        Path("d").rmdir()
    os.chdir(here)


def test_folders_that_are_too_deep_or_closed(
    capsys: pytest.CaptureFixture[str], deep: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(SAMPLES[0], deep / "表.xlsx")
    closed = deep / "关"
    closed.mkdir()
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "no")
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refusing)
        status, data = checked(capsys, deep)

    assert status == 2
    assert told(data["files"], "outcome") == {"表.xlsx": "checked"}
    assert [(one["kind"], one["reason"]) for one in data["not_read"]] == [
        ("folder", "文件夹套了超过 100 层，里面的文件没有核查。"),
        ("folder", "文件夹打不开，里面的文件没有核查。"),
    ]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.slow
def test_files_that_vanish_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    for number in range(6):
        shutil.copy(SAMPLES[0], tmp_path / f"{number}.xlsx")

    def laid_down(paths: Any) -> Found:
        found = Found(paths)
        for number in (2, 5):
            (tmp_path / f"{number}.xlsx").unlink()
        return found

    monkeypatch.setattr(running, "Found", laid_down)

    status, data = checked(capsys, tmp_path, "--jobs", jobs)

    assert status == 2
    gone = {one["path"][-6:] for one in data["files"] if one["outcome"] == "refused"}
    assert gone == {"2.xlsx", "5.xlsx"}
    assert data["summary"]["found"] == 6


LOSSES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "the first": lambda told: told[1:],
    "one in the middle": lambda told: [*told[:2], *told[3:]],
    "the last": lambda told: told[:-1],
    "all": lambda told: [],
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("style", ["text", "json"])
def test_a_result_that_is_lost_on_the_way_is_missed(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    loss: str,
    style: str,
) -> None:
    for number in range(4):
        shutil.copy(SAMPLES[0], tmp_path / f"{number}.xlsx")
    honest = running._in_this_process

    def losing(*words: Any) -> Any:
        yield from LOSSES[loss](list(honest(*words)))

    monkeypatch.setattr(running, "_in_this_process", losing)

    status = Run((tmp_path,), Work(("N601",)), style, jobs=1).execute()

    out, err = capsys.readouterr()
    lost = {"the first": "0", "one in the middle": "2", "the last": "3"}.get(loss, "0")
    assert status == 2
    assert "个文件没有结果，这是程序故障：" in err
    assert f"{lost}.xlsx" in err
    if style == "json":
        assert "没有结果" in json.loads(out)["stopped"]


def test_an_account_takes_nothing_for_another(tmp_path: Path) -> None:
    shutil.copy(SAMPLES[0], tmp_path / "1.xlsx")
    other = Source(tmp_path / "2.xlsx")
    with closing(Found([tmp_path])) as found:
        account = Account(found)

        told = list(account.kept(one for one in [(other, Work(())(other))]))

    assert told[0][0] == other
    assert [source.path.name for source in account.missing] == ["1.xlsx"]
