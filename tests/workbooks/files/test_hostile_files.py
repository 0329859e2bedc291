"""Files that are broken, hostile or something else: each is refused in one sentence, or read."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbooks.packages import (
    MAIN,
    OFFICE,
    packed,
    parts,
    relations,
    repeated,
    sheet,
    strings,
    with_stream,
)
from workbooks.files import docx, html, limits, open_file, package, xls, xlsx
from workbooks.files.limits import Cap
from workbooks.files.open_file import open_workbook
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import Area, Grid

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
OPEN = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
CLOSE = b"</sheetData></worksheet>"
DAMAGED = Refusal(Reason.DAMAGED, limits.DAMAGED)
ENCRYPTED = Refusal(Reason.ENCRYPTED, limits.ENCRYPTED)


def opened(tmp_path: Path, raw: bytes) -> tuple[Grid, ...] | Refusal:
    path = tmp_path / "表.xlsx"
    path.write_bytes(raw)
    return open_workbook(path)


def too_large(cap: Cap) -> Refusal:
    return Refusal(Reason.TOO_LARGE, cap.message)


def other(kind: str) -> Refusal:
    return Refusal(Reason.NOT_A_WORKBOOK, xlsx.OTHER.format(kind=kind))


def resave(kind: str) -> Refusal:
    return Refusal(Reason.NOT_A_WORKBOOK, xlsx.RESAVE.format(kind=kind))


def ordinary() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    form = book.add_worksheet("自评表")
    percent = book.add_format({"num_format": "0.00%"})
    form.merge_range("A1:C1", "项目支出绩效自评表")
    for row in range(1, 20):
        form.write_row(row, 0, [f"指标{row}", row * 1.5])
        form.write_number(row, 2, row / 20, percent)
    book.close()
    return file.getvalue()


def biff(formula: str = "1+1") -> bytes:
    file = io.BytesIO()
    book = xlwt.Workbook()
    form = book.add_sheet("自评表")
    for row in range(20):
        form.write(row, 0, f"指标{row}")
        form.write(row, 1, row * 1.5)
    form.write(21, 0, xlwt.Formula(formula))
    book.save(file)
    return file.getvalue()


ORDINARY = ordinary()
BIFF = biff()


@pytest.mark.parametrize(
    ("name", "start", "unit", "times", "end"),
    [
        (SHEET, OPEN, b" ", 1 << 30, CLOSE),
        (SHEET, OPEN, b"<row/>", 50_000_000, CLOSE),
        (STRINGS, f'<sst xmlns="{MAIN}"><si><t>'.encode(), b"a", 1 << 30, b"</t></si></sst>"),
    ],
    ids=["white space", "empty rows", "one string"],
)
@pytest.mark.parametrize("declared", [None, 1000], ids=["declared", "lied about"])
def test_a_part_of_a_gigabyte(
    tmp_path: Path,
    name: str,
    start: bytes,
    unit: bytes,
    times: int,
    end: bytes,
    declared: int | None,
) -> None:
    stream, size = repeated(start, unit, times, end)
    raw = with_stream(parts(sheet(ROW)), name, stream, declared or size)

    outcome = opened(tmp_path, raw)

    assert outcome == too_large(limits.PART)


def test_a_lie_about_a_gigabyte_costs_no_gigabyte(tmp_path: Path) -> None:
    stream, _ = repeated(OPEN, b" ", 1 << 30, CLOSE)
    raw = with_stream(parts(sheet(ROW)), SHEET, stream, 1000)
    tracemalloc.start()

    opened(tmp_path, raw)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * limits.PART.most


def test_a_part_that_is_smaller_than_it_says(tmp_path: Path) -> None:
    stream, size = repeated(OPEN, b" ", 10, CLOSE)

    outcome = opened(tmp_path, with_stream(parts(""), SHEET, stream, size + 1))

    assert outcome == DAMAGED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "after", "cap"),
    [
        (f"<row>{'<c/>' * 150_000}</row>", "", limits.UNFINISHED),
        (f"<row>{'<c><v>1</v></c>' * 10_001}</row>" * 10, "", limits.CELLS),
        ("<row/>" * 2_000_000, "", limits.ELEMENTS),
        ("", "<mergeCell ref='A1:B2'/>" * 100_001, limits.MERGES),
    ],
    ids=["one row", "cells", "elements", "merges"],
)
def test_more_than_there_may_be(tmp_path: Path, rows: str, after: str, cap: Cap) -> None:
    raw = packed(parts(sheet(rows, after)), zipfile.ZIP_STORED)

    outcome = opened(tmp_path, raw)

    assert outcome == too_large(cap)


def test_a_part_pressed_too_hard(tmp_path: Path) -> None:
    outcome = opened(tmp_path, packed(parts(sheet(" " * (2 << 20)))))

    assert outcome == too_large(limits.RATIO)


def test_a_small_part_may_be_repetitive(tmp_path: Path) -> None:
    outcome = opened(tmp_path, packed(parts(sheet(" " * (1 << 19)))))

    assert outcome == (Grid(sheet="表", values={}),)


@pytest.mark.slow
def test_more_than_64_mb_in_all(tmp_path: Path) -> None:
    content = parts(sheet(ROW))
    content["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name="{number}" r:id="rId{number}"/>' for number in range(1, 6))
        + "</sheets></workbook>"
    )
    content["xl/_rels/workbook.xml.rels"] = relations(
        *(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, 6))
    )
    # Pressed about a hundredfold, as honest bulk may be.
    filler = "".join(f"{number:08}{' ' * 2000}" for number in range(7_500))
    for number in range(1, 6):
        content[f"xl/worksheets/sheet{number}.xml"] = sheet("", filler)

    outcome = opened(tmp_path, packed(content))

    assert outcome == too_large(limits.INFLATED)


def test_a_text_longer_than_a_cell_can_hold(tmp_path: Path) -> None:
    content = parts(sheet(ROW), strings=strings(f"<si><t>{'字' * 32_768}</t></si>"))

    outcome = opened(tmp_path, packed(content))

    assert outcome == Refusal(Reason.TOO_LARGE, limits.TOO_LONG)


def test_one_long_text_in_very_many_cells(tmp_path: Path) -> None:
    cells = "<c t='s'><v>0</v></c>" * 500
    content = parts(
        sheet(f"<row>{cells}</row>"), strings=strings(f"<si><t>{'字' * 32_767}</t></si>")
    )

    outcome = opened(tmp_path, packed(content))

    assert outcome == too_large(limits.TEXT)


def test_the_last_cell_and_a_merge_over_everything(tmp_path: Path) -> None:
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'

    outcome = opened(tmp_path, packed(parts(sheet(rows, merges))))

    assert outcome == (
        Grid(
            sheet="表",
            values={},
            merges=(Area(1, 1, 1_048_576, 16_384),),
            unseen={(1_048_576, 16_384): "1"},
        ),
    )


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048577"/>',
        '<row r="0"/>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1048576"/><row><c><v>1</v></c></row>',
        f"<row>{'<c/>' * 16_385}</row>",
    ],
)
def test_cells_outside_the_sheet(tmp_path: Path, rows: str) -> None:
    outcome = opened(tmp_path, packed(parts(sheet(rows))))

    assert outcome == Refusal(Reason.DAMAGED, limits.OUTSIDE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows",
    [
        '<row><c t="s"><v>1</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c t="s"><v>甲</v></c></row>',
        '<row r="x"/>',
        '<row><c r="1A"><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '</sheetData><cols><col hidden="1"/></cols><sheetData>',
        '</sheetData><mergeCell ref="B2:A1"/><sheetData>',
        "</sheetData><mergeCell/><sheetData>",
        "<row><c><v>&laugh;</v></c></row>",
        "<row>",
        "<a>" * 100_000,
        f"{'<a>' * 100_000}{'</a>' * 100_000}",
    ],
    ids=lambda rows: str(rows)[:40],
)
def test_sheets_that_contradict_themselves(tmp_path: Path, rows: str) -> None:
    outcome = opened(tmp_path, packed(parts(sheet(rows))))

    assert outcome == DAMAGED


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "definition",
    [
        f'<!DOCTYPE sst [<!ENTITY l0 "ha">{LAUGHS}]>',
        f'<!DOCTYPE sst [<!ENTITY l9 "{"ha" * 50_000}">]>',
        '<!DOCTYPE sst [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE sst SYSTEM "http://127.0.0.1:9/sst.dtd">',
    ],
    ids=["billion laughs", "quadratic blow-up", "external entity", "external subset"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types(tmp_path: Path, definition: str, encoding: str) -> None:
    text = definition + strings(f"<si><t>{'&l9;' * 1000}</t></si>")

    outcome = opened(tmp_path, packed(parts(sheet(ROW), strings=text.encode(encoding))))

    assert outcome == Refusal(Reason.DAMAGED, package.DOCUMENT_TYPE)


def test_an_encoding_nobody_expects(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="cp037"?>' + sheet(ROW)

    outcome = opened(tmp_path, packed(parts(text)))

    assert outcome == DAMAGED


def test_more_parts_than_a_workbook_has(tmp_path: Path) -> None:
    content = parts(sheet(ROW)) | {f"xl/media/{number}": b"" for number in range(2_000)}

    outcome = opened(tmp_path, packed(content, zipfile.ZIP_STORED))

    assert outcome == too_large(limits.ENTRIES)


@pytest.mark.parametrize("name", [SHEET, "XL/Worksheets/SHEET1.xml", "xl\\worksheets\\sheet1.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(tmp_path: Path, name: str) -> None:
    file = io.BytesIO(packed(parts(sheet(ROW))))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, sheet(""))

    outcome = opened(tmp_path, file.getvalue())

    assert outcome == DAMAGED


def test_parts_that_overlap(tmp_path: Path) -> None:
    raw = bytearray(packed(parts(sheet(ROW)) | {"xl/media/1.png": b"x"}))
    struct.pack_into("<I", raw, raw.rindex(b"PK\x01\x02") + 42, 0)

    outcome = opened(tmp_path, bytes(raw))

    assert outcome == DAMAGED


def test_names_that_climb_are_never_followed(tmp_path: Path) -> None:
    content = parts(sheet(ROW)) | {"../../../../tmp/stolen": b"x", "/etc/passwd": b"x"}

    outcome = opened(tmp_path, packed(content))

    assert outcome == (Grid(sheet="表", values={(1, 1): "甲"}),)
    assert [file.name for file in tmp_path.iterdir()] == ["表.xlsx"]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_package_without_a_part_it_names(tmp_path: Path, name: str) -> None:
    content = parts(sheet(ROW))
    del content[name]

    outcome = opened(tmp_path, packed(content))

    assert outcome == (other("压缩包") if name == "xl/workbook.xml" else DAMAGED)


def test_one_part_for_two_sheets(tmp_path: Path) -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" r:id="rId1"/>'
        '<sheet name="又" r:id="rId1"/></sheets></workbook>'
    )

    outcome = opened(tmp_path, packed(parts(sheet(ROW), workbook=workbook)))

    assert outcome == DAMAGED


def test_a_locked_zip_entry(tmp_path: Path) -> None:
    raw = bytearray(ORDINARY)
    raw[raw.index(b"PK\x01\x02") + 8] |= 1

    outcome = opened(tmp_path, bytes(raw))

    assert outcome == ENCRYPTED


def test_every_truncation_is_told(tmp_path: Path) -> None:
    outcomes = {opened(tmp_path, ORDINARY[:size]) for size in range(4, len(ORDINARY), 97)}

    assert outcomes == {DAMAGED}


def test_bit_rot_in_a_sheet_is_told(tmp_path: Path) -> None:
    start = ORDINARY.index(SHEET.encode()) + len(SHEET)
    outcomes = set()
    for place in range(start, start + 400, 13):
        rotten = bytearray(ORDINARY)
        rotten[place] ^= 0x10
        outcomes.add(opened(tmp_path, bytes(rotten)))

    assert outcomes == {DAMAGED}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", Refusal(Reason.NOT_A_WORKBOOK, open_file.EMPTY)),
        (bytes(range(256)) * 9, Refusal(Reason.NOT_A_WORKBOOK, open_file.UNKNOWN)),
        (b"\0" * 9000, Refusal(Reason.NOT_A_WORKBOOK, open_file.NOTHING_YET)),
        (b"\0" * 9000 + b"a", Refusal(Reason.NOT_A_WORKBOOK, open_file.UNKNOWN)),
        ("指标,分值\n甲,10\n".encode("gb18030"), resave("文本文件")),
        ("\ufeff指标\t分值\n".encode("utf-16"), resave("文本文件")),
        (b"\xef\xbb\xbf<HTML><body><table>", Refusal(Reason.DAMAGED, html.BROKEN_OFF)),
        ("<html><table>".encode("utf-16"), Refusal(Reason.DAMAGED, html.BROKEN_OFF)),
        (
            b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n",
            Refusal(Reason.UNRECOGNISED, html.NO_TABLE),
        ),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            resave("XML 表格"),
        ),
        (b"%PDF-1.7\n", other("PDF 文件")),
        (b"{\\rtf1", other("文字文档")),
        (b"\x89PNG\r\n\x1a\n", other("图片")),
        (b"Rar!\x1a\x07", other("压缩包")),
        (b"PK\x05\x06" + bytes(18), other("压缩包")),
        (packed({"word/document.xml": "<a/>"}), Refusal(Reason.UNRECOGNISED, docx.NO_TABLE)),
        (packed({"ppt/presentation.xml": "<a/>"}), other("演示文稿")),
        (packed({"OFD.xml": "<a/>"}), other("版式文件（.ofd）")),
        (packed({"content.xml": "<a/>"}), resave("开放文档（.ods）")),
        (packed({"xl/workbook.bin": "<a/>"}), resave("二进制工作簿（.xlsb）")),
        (packed({"xl/workbook.xml": "<a/>"}), DAMAGED),
        (
            b"b\x14#e\x03\0\0\x0cE-SafeNet\0\0\0LOCK",
            Refusal(Reason.ENCRYPTED, open_file.GUARDED),
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), DAMAGED),
        (b"\x09\x02\x06\x00" + bytes(100), Refusal(Reason.LEGACY, xls.UNREADABLE)),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, raw: bytes, expected: Refusal) -> None:
    outcome = opened(tmp_path, raw)

    assert outcome == expected


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("EncryptedPackage", ENCRYPTED),
        ("WordDocument", other("文字文档")),
        ("PowerPoint Document", other("演示文稿")),
    ],
)
def test_other_compound_files(tmp_path: Path, stream: str, expected: Refusal) -> None:
    name = "Workbook".encode("utf-16-le")
    start = BIFF.index(name)
    entry = (stream.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
    length = (2 * len(stream) + 2).to_bytes(2, "little")
    raw = BIFF[:start] + entry + length + BIFF[start + 66 :]

    outcome = opened(tmp_path, raw)

    assert outcome == expected


def test_a_legacy_file_with_a_password(tmp_path: Path) -> None:
    # FILEPASS in the place of the record that follows BOF.
    bof = BIFF.index(b"\x09\x08\x10\x00")
    raw = bytearray(BIFF)
    raw[bof + 20 : bof + 22] = b"\x2f\x00"

    outcome = opened(tmp_path, bytes(raw))

    assert outcome == ENCRYPTED


def test_legacy_files_cut_short_and_too_long(tmp_path: Path) -> None:
    outcomes = [opened(tmp_path, raw) for raw in (BIFF[:3000], BIFF + bytes(16 << 20))]

    assert outcomes == [DAMAGED, too_large(limits.LEGACY_SIZE)]


def test_what_is_no_file(tmp_path: Path) -> None:
    looped = tmp_path / "圈.xlsx"
    looped.symlink_to(looped)
    huge = tmp_path / "大.xlsx"
    with huge.open("wb") as file:
        file.truncate(65 << 20)

    paths = (tmp_path, tmp_path / "无.xlsx", Path("/dev/null"), looped, Path("a\0b"), huge)
    outcomes = [open_workbook(path) for path in paths]

    assert outcomes == [
        Refusal(Reason.NOT_A_WORKBOOK, open_file.FOLDER),
        Refusal(Reason.NOT_A_WORKBOOK, open_file.GONE),
        Refusal(Reason.NOT_A_WORKBOOK, open_file.SPECIAL),
        Refusal(Reason.DAMAGED, open_file.CLOSED),
        Refusal(Reason.DAMAGED, open_file.CLOSED),
        too_large(limits.FILE_SIZE),
    ]


PATCHES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@pytest.mark.parametrize("whole", [ORDINARY, BIFF], ids=["xlsx", "xls"])
@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(patches=PATCHES)
def test_no_change_of_bytes_raises(
    tmp_path: Path, whole: bytes, patches: list[tuple[float, bytes]]
) -> None:
    raw = bytearray(whole)
    for place, patch in patches:
        start = int(place * len(raw))
        raw[start : start + len(patch)] = patch

    outcome = opened(tmp_path, bytes(raw))

    assert isinstance(outcome, (tuple, Refusal))


@pytest.mark.slow
@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(patches=PATCHES, name=st.sampled_from([SHEET, STRINGS, "xl/styles.xml", "xl/workbook.xml"]))
def test_no_change_of_a_part_raises(
    tmp_path: Path, name: str, patches: list[tuple[float, bytes]]
) -> None:
    with zipfile.ZipFile(io.BytesIO(ORDINARY)) as archive:
        content: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    part = bytearray(content[name])
    for place, patch in patches:
        start = int(place * len(part))
        part[start : start + len(patch)] = patch
    content[name] = bytes(part)

    outcome = opened(tmp_path, packed(content))

    assert isinstance(outcome, (tuple, Refusal))


def test_every_sentence_is_chinese_and_whole() -> None:
    caps = [cap.message for cap in vars(limits).values() if isinstance(cap, Cap)]
    texts = [
        text
        for module in (limits, open_file, package, xlsx, xls)
        for name, text in vars(module).items()
        if re.fullmatch("[A-Z_]+", name) and name[0] != "_" and isinstance(text, str)
    ]
    sentences = {text.format(kind="网页") for text in caps + texts if "{http" not in text}

    faulty = [
        text
        for text in sentences
        if not re.fullmatch(r"[^,;:!?()]*[^.,]。", text)
        or text.encode("gbk", "replace").decode("gbk") != text
    ]

    assert faulty == []
