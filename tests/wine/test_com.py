"""The add-in's way to Python on a real Windows: its command, its library, COM, our functions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.cli import main
from macros.vbaproject.server_names import SERVER_ARGUMENTS
from tests.wine.addin import Addin, installed
from tests.wine.windows import Windows
from tests.xlfuncs.excel import SAMPLES, Sheet, published
from xlfuncs import udf
from xlfuncs.whole_form import score

pytestmark = pytest.mark.wine

DIVISION = -2146826281  # the number that an error cell becomes on its way
OMITTED = {"omitted": True}

HOSTILE = "open(r'C:\\hostile.txt', 'a').write(__name__ + ' ')\n"
IMPORTED = ("json", "xlwings", "pythoncom", "sitecustomize", "xlfuncs", "decimal")

Call = tuple[str, list[Any]]


HANGS = "import time; time.sleep(60)"


def test_each_excel_has_a_python_of_its_own_which_leaves_with_it(addin: Addin) -> None:
    before, first, during, again, after = addin.excel(
        ("pythons",), ("open_addin", addin.command), ("pythons",), ("connect",), ("pythons",)
    )
    other, left = addin.excel(("open_addin", addin.command), ("pythons",))

    assert addin.command == f'"C:\\desk\\python.exe" {SERVER_ARGUMENTS} '
    assert (before, during, after) == ([], [first], [first])
    assert again == first
    assert other != first
    assert left == [other]


def test_a_python_that_is_not_there_hangs_or_dies_is_noticed_at_once(addin: Addin) -> None:
    """Without this the library waits 100 s for one that hangs, and for each formula."""
    dead = addin.command.replace(SERVER_ARGUMENTS, '-c "raise SystemExit(1)"')
    hanging = addin.command.replace(SERVER_ARGUMENTS, f'-c "{HANGS}"')
    assert len({addin.command, dead, hanging}) == 3

    _, died, _, hung, _, well, _, _, stuck, started_anew, _ = addin.excel(
        *(("start_python", dead), ("probe", 3)),
        *(("start_python", hanging), ("probe", 3)),
        *(("open_addin", addin.command), ("probe", 50)),
        *(("execute", HANGS), ("wait", 1), ("probe", 2)),
        *(("open_another", addin.command), ("call", "JX_TARGET", ["≥5"])),
    )

    assert [found for found, _ in (died, hung, well, stuck)] == [False, False, True, False]
    assert max(seconds for _, seconds in (died, hung, well)) < 0.5
    assert 0.4 < stuck[1] < 2
    assert started_anew
    print("\nlongest probe, in ms:", [round(s * 1000) for _, s in (died, hung, well, stuck)])


def test_the_server_is_chinese_windows_and_starts_nothing_heavy(addin: Addin) -> None:
    heavy = (
        "[name for name in ('pandas', 'numpy', 'openpyxl', 'xlsxwriter')"
        " if __import__('sys').modules.get(name)]"
    )
    door = "__import__('macros.excel.live_sheet').excel.live_sheet"

    _, *told = addin.excel(
        ("open_addin", addin.command),
        ("evaluate", "__import__('sys').platform"),
        ("evaluate", "__import__('sys').flags.isolated, __import__('sys').flags.utf8_mode"),
        ("evaluate", "__import__('locale').getencoding()"),
        ("call", "JX_TARGET", ["≥15.00(条)"]),
        ("evaluate", heavy),
        ("evaluate", f"{door}._xlwindows.N_COM_ATTEMPTS"),
    )

    assert told == ["win32", "(1, 0)", "cp936", udf.JX_TARGET("≥15.00(条)"), "[]", "20"]


def test_every_function_gives_the_figures_of_the_published_forms(
    addin: Addin, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = published()
    wanted = [pair for sheet in sheets for pair in [*scored(sheet), *judged(sheet)]]
    assert {function for (function, _), _ in wanted} == {
        name for name in vars(udf) if name.startswith("JX_")
    }

    _, given = addin.excel(("open_addin", addin.command), ("calls", [call for call, _ in wanted]))

    assert given == [expected for _, expected in wanted]
    for sheet in sheets:
        assert main(["score", str(SAMPLES / f"{sheet.name}.xlsx")]) == 0
        printed = capsys.readouterr().out
        block = given[wanted.index(next(scored(sheet)))]
        assert all(re.search(rf"\s{row[0]:.2f}\s", printed) for row in block)


def scored(sheet: Sheet) -> Iterator[tuple[Call, Any]]:
    """Calls and the figures of the form: what `jixiao score` prints."""
    worth = score(sheet.filing.form, sheet.filing.policy)
    budget, executed, points, earned = sheet.funds
    block = [
        [float(w.score), ratio(w.completion), ratio(w.deviation)]
        for w in worth.indicators
        if w.score is not None
    ]
    assert len(block) == len(sheet.rows)
    names = [[row.name.text] for row in sheet.filing.form.indicators]
    yield ("JX_EVALUATE", [sheet.columns(3)]), block
    yield ("JX_EVALUATE", [sheet.columns(3), names]), block
    for row, figures, indicator in zip(sheet.rows, block, worth.indicators, strict=True):
        target, actual, worth_points = row[:3]
        yield ("JX_SCORE", [target, actual, worth_points]), figures[0]
        yield ("JX_COMPLETION", [target, actual]), figures[1]
        yield ("JX_DEVIATION", [target, actual]), figures[2]
        yield ("JX_EXPLAIN", [target, actual, worth_points]), indicator.explanation
    doubted, why = ["≥5(%)", "3(%)", 10.0, "群众投诉率"], "年度指标值的比较符号与指标名称的意思相反"
    yield ("JX_EXPLAIN", doubted), why + "，无法测算"
    yield ("JX_SCORE", [*doubted[:3], OMITTED]), 6.0
    execution, rate = worth.execution.score, worth.execution.rate
    assert None not in (execution, rate, worth.summed, worth.computed)
    yield ("JX_EXECUTION_RATE", [budget, executed]), float(rate or 0)
    yield ("JX_EXECUTION_SCORE", [budget, executed, points]), float(execution or 0)
    yield ("JX_EXECUTION_SCORE", [budget, executed, OMITTED]), float(execution or 0)
    reported = [[earned], *([row[3]] for row in sheet.rows)]
    computed = [[float(execution or 0)], *([figures[0]] for figures in block)]
    yield ("JX_TOTAL", [reported]), float(worth.summed or 0)
    yield ("JX_TOTAL", [computed]), float(worth.computed or 0)
    yield ("JX_RATING", [float(worth.summed or 0)]), worth.rating


def ratio(value: Any) -> Any:
    return "不适用" if value is None else float(value)


def judged(sheet: Sheet) -> Iterator[tuple[Call, Any]]:
    """Calls and the sentences of the same functions as they are called here."""
    noteless = [[*row[:4], None] for row in sheet.rows]
    told = udf.JX_CHECKS(noteless)
    assert any("偏差原因为空" in text for (text,) in told)
    yield ("JX_CHECKS", [sheet.rows]), [[""] for _ in sheet.rows]
    yield ("JX_CHECKS", [noteless]), told
    by_july = [[[row[at]] for row in sheet.rows] for at in (0, 1)]
    yield ("JX_PROGRESS", [*by_july, 7.0]), udf.JX_PROGRESS(*by_july, 7.0)
    for row, (text,) in zip(noteless, told, strict=True):
        yield ("JX_CHECK", row), text
        yield ("JX_TARGET", [row[0]]), udf.JX_TARGET(row[0])


def test_errors_blanks_and_single_rows_over_com(addin: Addin) -> None:
    row = ["≥90.00(%)", "85.00(%)", 5.0]
    calls = [
        ("JX_EVALUATE", [[["≥90", DIVISION, 5.0], [None, None, None]]]),
        ("JX_EVALUATE", [[row]]),
        ("JX_CHECKS", [[[*row, 4.72, "因故未办。"]]]),
        ("JX_TOTAL", [[[1.0], [None], [2.0]]]),
        ("JX_SCORE", ["≥90", 85.0, DIVISION]),
        ("JX_SCORE", [None, None, None]),
        ("JX_EVALUATE", ["≥90"]),
    ]

    _, given = addin.excel(("open_addin", addin.command), ("calls", calls))

    assert given == [
        [["实际完成值公式出错", "", ""], ["", "", ""]],
        [4.72, 85 / 90, pytest.approx(-5 / 90)],
        "",
        3.0,
        "分值公式出错",
        "",
        "请选三列：年度指标值、实际完成值、分值",
    ]


def test_a_folder_with_hostile_modules_changes_nothing(windows: Windows, addin: Addin) -> None:
    plain = ordinary_python(windows)
    folder, mark = windows.drive / "received", windows.drive / "hostile.txt"
    folder.mkdir()
    for name in IMPORTED:
        (folder / f"{name}.py").write_text(HOSTILE)
    (folder / "jixiao.conf").write_text('"INTERPRETER_WIN","C:\\received\\python.exe"\r\n')

    windows.run(plain, "-m", "macros.cli", "install")
    moved = installed(windows)
    started, path, answer = moved.excel(
        ("open_addin", moved.command),
        ("evaluate", "[p for p in __import__('sys').path if p in ('', '.') or 'received' in p]"),
        ("call", "JX_SCORE", ["≥90.00(%)", "85.00(%)", 5.0]),
        cwd=folder,
    )
    untouched = not mark.exists()
    windows.run(plain, "-c", "import xlwings", cwd=folder)

    assert moved.command.startswith('"C:\\部门\\考核\\python.exe" -I -m ')
    assert started
    assert (path, answer, untouched) == ("[]", 4.72, True)
    assert "xlwings" in mark.read_text()  # which is what -I is for
    mark.unlink()
    shutil.rmtree(folder)


def test_a_server_starts_without_the_libraries_of_the_summary(addin: Addin) -> None:
    """They come with the product, and xlwings would import them: here they would leave a mark."""
    packages = addin.windows.interpreter.parent / "Lib" / "site-packages"
    mark = addin.windows.drive / "imported.txt"
    stand_ins = [packages / f"{name}.py" for name in ("pandas", "numpy")]
    for path in stand_ins:
        path.write_text("open('C:/imported.txt', 'a').write(__name__)")

    _, answer = addin.excel(
        ("open_addin", addin.command), ("call", "JX_SCORE", ["≥90.00(%)", "85.00(%)", 5.0])
    )
    untouched = not mark.exists()
    addin.windows.run(addin.windows.interpreter, "-c", "import xlwings")

    assert (answer, untouched) == (4.72, True)
    assert "pandas" in mark.read_text()  # which is what the start command keeps out
    for path in (mark, *stand_ins):
        path.unlink()


def ordinary_python(windows: Windows) -> Path:
    """The interpreter with the path of an ordinary installation, below Chinese folders."""
    python = windows.drive / "部门" / "考核" / "python.exe"
    shutil.copytree(windows.interpreter.parent, python.parent)
    (python.parent / "python312._pth").unlink()  # it would leave out the current folder by itself
    return python


def test_one_call_for_a_form_instead_of_one_for_each_row(addin: Addin) -> None:
    rows = [row for sheet in published() for row in sheet.columns(3)]
    sixty = (rows * 60)[:60]

    _, _, apart, together = addin.excel(
        ("open_addin", addin.command),
        ("calls", [["JX_EVALUATE", [sixty]]]),
        ("seconds", [["JX_SCORE", row] for row in sixty]),
        ("seconds", [["JX_EVALUATE", [sixty]]]),
    )

    print(
        f"\n60 rows: {apart * 1000:.1f} ms in 60 calls of JX_SCORE ({apart / 60 * 1000:.2f} ms a "
        f"call), {together * 1000:.1f} ms in one of JX_EVALUATE: {apart / together:.0f} to 1"
    )
