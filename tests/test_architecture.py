"""The house: imports only look left, and each library stays in its room."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("workbooks", "xlfuncs", "validators", "macros")

ALLOWED = {
    "zipfile": (
        "workbooks/files/package.py",
        "workbooks/files/zip_of_workbooks.py",
        "workbooks/patching/zip_writer.py",
        "macros/building/build.py",
        "macros/vbaproject/packages.py",
    ),
    "xml": ("workbooks/",),
    "xlrd": ("workbooks/files/xls.py",),
    "xlsxwriter": ("workbooks/drawing", "validators/reports/", "macros/vbaproject/addin.py"),
    "openpyxl": (),
    "pandas": ("validators/reports/summary/figures.py", "validators/frames/__init__.py"),
    "docx": ("validators/reports/summary/document.py",),
    "sqlite3": ("validators/bulk/ledger.py",),
    "multiprocessing": ("validators/bulk/pool.py",),
    "rich": ("macros/commands/progress.py",),
    "dask": (),
    "distributed": ("validators/bulk/cluster.py", "macros/commands/check.py"),
    "argparse": ("macros/",),
    "winreg": ("macros/desk/registry.py",),
    "pywintypes": ("macros/excel/live_sheet.py",),
    "xlwings": (
        "xlfuncs/udf.py",
        "macros/excel/live_sheet.py",
        "macros/excel/live_books.py",
        "macros/buttons.py",
    ),
}


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8")))
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    )


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def test_imports_only_look_left() -> None:
    wrong = [
        (path, name)
        for path, tree in sources()
        for name in imported(tree)
        if name.split(".")[0] in ROOMS
        and ROOMS.index(name.split(".")[0]) > ROOMS.index(path.split("/")[0])
    ]

    assert wrong == []


def test_libraries_stay_in_their_rooms() -> None:
    wrong = [
        (path, name)
        for path, tree in sources()
        for name in imported(tree)
        if name.split(".")[0] in ALLOWED and not path.startswith(ALLOWED[name.split(".")[0]])
    ]

    assert wrong == []


def test_no_permission_is_left_over() -> None:
    used = {(name.split(".")[0], path) for path, tree in sources() for name in imported(tree)}

    assert [
        (library, place)
        for library, places in ALLOWED.items()
        for place in places
        if not any(name == library and path.startswith(place) for name, path in used)
    ] == []


def test_broad_excepts_only_in_the_engine_and_at_the_outermost_doors() -> None:
    broad = [
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]

    # xlfuncs/udf.py is the door to Excel, which would print an exception into the cell;
    # macros/buttons.py is the other one: Excel would show it garbled, and nobody would log it
    doors = ["xlfuncs/udf.py", "validators/checking/check_file.py", "validators/engine.py"]
    assert broad == [*doors, "macros/buttons.py", "macros/cli.py"]


def test_worth_knows_no_place() -> None:
    words = {"address", "label", "sheet"}
    wrong = [
        (path, node.attr)
        for path, tree in sources()
        for node in ast.walk(tree)
        if path.startswith("xlfuncs/")
        and isinstance(node, ast.Attribute)
        and node.attr in words
        # a missing cell is named by its label where no score can be computed
        and (path, node.attr) != ("xlfuncs/whole_form.py", "label")
    ]

    assert wrong == []


def test_files_and_functions_stay_small() -> None:
    long = []
    for path, tree in sources():
        lines = len((ROOT / path).read_text("utf-8").splitlines())
        if lines > 300:
            long.append((path, lines))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > 40:
                    long.append((f"{path}:{node.name}", size))

    assert long == []


def test_checking_stays_light(tmp_path: Path) -> None:
    samples = sorted((ROOT / "workbooks" / "samples").glob("*.xlsx"))
    command = [sys.executable, "-X", "importtime", "-m", "macros.cli", "check", *map(str, samples)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")

    loaded = {
        line.rsplit("|", 1)[1].strip().split(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert len(samples) == 9
    assert "validators" in loaded
    heavy = {"pandas", "numpy", "docx", "lxml", "openpyxl", "xlwings", "xlsxwriter", "xlrd"}
    many = {"multiprocessing", "sqlite3", "rich", "dask", "distributed"}
    assert loaded.isdisjoint(heavy | many)
