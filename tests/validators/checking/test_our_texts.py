"""Reports of ours in text: known by what they are, however another program has saved them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.validators.results import published, unexplained
from validators.checking.check_file import Choice, check_file
from validators.checking.our_files import BEGINNINGS
from validators.checking.our_texts import is_text_report
from validators.checking.sources import sources
from validators.records.record import recorded
from validators.reports import csv_report, json_report
from validators.reports.html import report as html_report
from workbooks.files.kinds import ASIDES, Kind, ours


def written(path: Path) -> str:
    collecting = {
        ".csv": csv_report.collecting,
        ".html": html_report.collecting,
        ".json": lambda place: json_report.collecting(place, None),
    }[path.suffix]
    with collecting(path) as report:
        for one in (*published()[:2], unexplained()):
            report.add(recorded(one))
        report.write()
    return path.read_text("utf-8")


def resorted(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True)


def unquoted(text: str) -> str:
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerows(
        csv.reader(text.removeprefix("\ufeff").splitlines())
    )
    return told.getvalue()


def semicolons(text: str, sign: str) -> str:
    told = io.StringIO()
    rows = csv.reader(text.removeprefix("\ufeff").splitlines())
    csv.writer(told, delimiter=sign).writerows([*row, "", "我的备注"] for row in rows)
    return told.getvalue()


@pytest.mark.parametrize("ending", [".csv", ".html", ".json"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_report_that_was_saved_in_another_encoding(
    tmp_path: Path, ending: str, encoding: str
) -> None:
    path = tmp_path / f"r{ending}"
    text = written(path).removeprefix("\ufeff")

    path.write_bytes(text.replace("\r\n", "\n").replace("\n", "\r\n").encode(encoding))

    assert is_text_report(path)
    if ending != ".html":
        (found,) = sources([tmp_path])
        assert found.aside == ours("核查结果")


def test_a_folder_and_a_name_have_one_answer(tmp_path: Path) -> None:
    """A beginning that was forged, or that somebody wrote over, is no report of ours."""
    for name, text in (("a.csv", BEGINNINGS[".csv"]), ("a.json", BEGINNINGS[".json"])):
        (tmp_path / name).write_text(text + "三级指标,年度指标值\n", "utf-8", newline="")

    found = list(sources([tmp_path]))

    assert [source.aside for source in found] == [ASIDES[Kind.TEXT]] * 2
    assert not any(is_text_report(source.path) for source in found)


@pytest.mark.parametrize("ending", [".csv", ".html", ".json"])
def test_a_report_as_we_left_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"r{ending}"
    written(path)

    assert is_text_report(path)
    assert check_file(path, Choice()).aside


@pytest.mark.parametrize(
    ("ending", "saved"),
    [
        (".csv", unquoted),
        (".csv", lambda text: text.removeprefix("\ufeff")),
        (".csv", lambda text: semicolons(text, ";")),
        (".csv", lambda text: semicolons(text, "\t")),
        (".html", lambda text: "\ufeff\n" + text.replace("<html", "<!-- 存过 --><HTML  class='a'")),
        (".json", resorted),
        (".json", lambda text: "\ufeff" + json.dumps(json.loads(text), indent=4)),
        (".json", lambda text: json.dumps(json.loads(text), separators=(",", ":"))),
    ],
)
def test_a_report_that_another_program_saved(tmp_path: Path, ending: str, saved) -> None:
    path = tmp_path / f"r{ending}"
    text = saved(written(path))

    path.write_text(text, "utf-8")

    assert is_text_report(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"tool": "other", "version": "1", "files": []}'),
        ("a.json", '{"files": [], "tool": "jixiao"}'),
        ("a.json", '["tool", "jixiao"]'),
        ("a.json", '{\n "tool": "jixiao",\n'),
        ("a.json", '{"tool": "jixiao", "version": "1", "files": "三级指标"}'),
        ("a.json", '{"tool": "jixiao", "version": "1"}'),
        ("a.json", ""),
        ("a.json", "[" * 100_000),
        ("a.html", "<!DOCTYPE html>\n<html lang='zh-CN'>\n"),
        ("a.html", "<p data-jixiao='核查结果'>"),
        ("a.html", '<!-- <html data-jixiao="核查结果"> --><html>'),
        ("a.csv", "类别,规则,单元格\n"),
        ("a.csv", '"' + "a" * 200_000),
        ("a.txt", '{"tool": "jixiao", "version": "1"}'),
    ],
)
def test_what_is_no_report(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    assert not is_text_report(path)
    assert not check_file(path, Choice()).aside


def test_a_file_that_is_gone_is_none(tmp_path: Path) -> None:
    assert not is_text_report(tmp_path / "a.json")
