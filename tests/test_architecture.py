"""The house: imports only look left, and each library stays in its room."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from workbooks.values.memory import collected_later

ROOT = Path(__file__).parent.parent
ROOMS = ("workbooks", "xlfuncs", "validators", "macros")

ALLOWED = {
    "zipfile": (
        "workbooks/files/package.py",
        "workbooks/files/zip_of_workbooks.py",
        "workbooks/patching/zip_writer.py",
        "macros/building/build.py",
        "macros/building/desk_python.py",
        "macros/vbaproject/packages.py",
    ),
    "xml": ("workbooks/",),
    "xlrd": ("workbooks/files/xls.py", "workbooks/files/biff.py"),
    "pdfminer": ("workbooks/importing/pdf.py",),
    "pypdf": ("macros/publishing/binding.py",),
    "xlsxwriter": (
        "workbooks/drawing",
        "workbooks/importing/workbook.py",
        "validators/reports/",
        "macros/vbaproject/addin.py",
        "macros/publishing/contents.py",
    ),
    "openpyxl": ("validators/reports/workbook/written_notes.py",),
    "pandas": ("validators/reports/summary/figures.py", "validators/frames/__init__.py"),
    "docx": ("validators/reports/workbook/word_document.py",),
    "sqlite3": (
        "validators/bulk/last_time.py",
        "validators/bulk/ledger.py",
        "workbooks/output_register.py",
        "workbooks/user_database.py",
    ),
    "re2": ("validators/criteria/conditions.py",),
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
        "macros/serving.py",
    ),
}

ORDER = (
    "workbooks/values",
    "workbooks",
    "workbooks/number_formats",
    "workbooks/files",
    "workbooks/patching",
    "workbooks/returned_copy",
    "workbooks/values_copy",
    "workbooks/prose",
    "workbooks/vocabulary",
    "workbooks/reading",
    "workbooks/drawing",
    "workbooks/importing",
    "xlfuncs/policy",
    "xlfuncs",
    "validators",
    "validators/rules",
    "validators/repair",
    "validators/checking",
    "validators/criteria",
    "validators/records",
    "validators/across",
    "validators/flags",
    "validators/obligations",
    "validators/bulk",
    "validators/review",
    "validators/frames",
    "validators/reports",
    "validators/reports/workbook",
    "validators/reports/excel",
    "validators/reports/html",
    "validators/reports/returned",
    "validators/reports/review_form",
    "validators/reports/opinions",
    "validators/reports/summary",
    "validators/reports/trend",
    "macros/ribbon",
    "macros/vbaproject",
    "macros/building",
    "macros/desk",
    "macros/hand_in",
    "macros/excel",
    "macros/commands",
    "macros/new_forms",
    "macros/publishing",
    "macros/window",
    "macros",
)
"""From what is written to who clicked; a folder itself stands for the modules right in it."""


@pytest.fixture(autouse=True, scope="module")
def _trees_go_again() -> Iterator[None]:
    """Millions of nodes are looked through at each full round of the collector of cycles."""
    yield
    nodes.cache_clear()
    sources.cache_clear()


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    with collected_later():
        return tuple(
            (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8")))
            for room in ROOMS
            for path in sorted((ROOT / room).rglob("*.py"))
        )


@cache
def paths() -> frozenset[str]:
    return frozenset(path for path, _ in sources())


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All of a module, walked once for all tests."""
    return tuple(ast.walk(tree))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def imported_modules(tree: ast.Module) -> Iterator[str]:
    """Our own modules among them, each as the path of its file."""
    for node in nodes(tree):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [f"{node.module}.{alias.name}" for alias in node.names] + [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            path = name.replace(".", "/")
            yield from {f"{path}.py", f"{path}/__init__.py"} & paths()


def folder_of(path: str) -> str:
    return path.rsplit("/", 1)[0]


def test_imports_only_look_left() -> None:
    """Folders in one line: none imports what stands after it, so that no two import each other."""
    wrong = [
        (path, name)
        for path, tree in sources()
        for name in imported_modules(tree)
        if ORDER.index(folder_of(name)) > ORDER.index(path.rsplit("/", 1)[0])
    ]

    assert wrong == []
    assert sorted(ORDER) == sorted({path.rsplit("/", 1)[0] for path, _ in sources()})


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


def test_broad_excepts_only_where_a_fault_becomes_a_value_and_at_the_outermost_doors() -> None:
    broad = [
        path
        for path, tree in sources()
        for node in nodes(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]

    # workbooks/sparing.py: a block, a row, a rule, a sheet costs no other.
    # xlfuncs/udf.py is the door to Excel, which would print an exception into the cell;
    # macros/buttons.py is the other one: Excel would show it garbled, and nobody would log it
    doors = ["workbooks/sparing.py", "xlfuncs/udf.py"]
    # what a cluster does not give, at either moment of asking, is done here
    doors += ["validators/bulk/cluster.py"] * 2
    doors += ["validators/checking/check_file.py"]
    # the words of one file, for its record and for an output, must not cost the others
    doors += ["validators/records/record.py"] * 2
    # one output that cannot be drawn must not cost the others
    assert broad == [
        *doors,
        "macros/buttons.py",
        "macros/cli.py",
        "macros/commands/run_over_files.py",
    ]


def test_worth_knows_no_place() -> None:
    words = {"address", "label", "sheet"}
    wrong = [
        (path, node.attr)
        for path, tree in sources()
        for node in nodes(tree)
        if path.startswith("xlfuncs/")
        and isinstance(node, ast.Attribute)
        and node.attr in words
        # a missing cell is named by its label where no score can be computed
        and (path, node.attr) != ("xlfuncs/whole_form.py", "label")
    ]

    assert wrong == []


def test_functions_stay_small() -> None:
    """A module is as long as its idea; a function is not. Complexity is held by ruff (C901)."""
    long = [
        (f"{path}:{node.name}", node.end_lineno - node.lineno + 1)
        for path, tree in sources()
        for node in nodes(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 40
    ]

    assert long == []


def test_a_long_module_says_why() -> None:
    """DESIGN: at 500 lines its docstring says why."""
    long = [
        path
        for path, tree in sources()
        if len((ROOT / path).read_text("utf-8").splitlines()) > 500
        and "long because" not in (ast.get_docstring(tree) or "")
    ]

    assert long == []


def test_folders_hold_one_idea() -> None:
    modules = Counter(
        path.rsplit("/", 1)[0] for path, _ in sources() if not path.endswith("/__init__.py")
    )

    del modules["validators/rules"]  # the catalogue: as many as there are rules
    assert [(folder, count) for folder, count in modules.items() if count > 20] == []


def test_each_folder_says_what_it_knows() -> None:
    folders = {
        path.rsplit("/", 1)[0]: ast.get_docstring(tree) or ""
        for path, tree in sources()
        if path.endswith("/__init__.py")
    }

    assert set(folders) == {path.rsplit("/", 1)[0] for path, _ in sources()}
    assert [folder for folder, text in folders.items() if len(text) < 120] == []


def test_nothing_is_compiled_before_it_is_used() -> None:
    """A click and `jixiao check` begin anew each time: what a module makes, each of them pays."""
    made = {
        f"{path}:{node.lineno}"
        for path, tree in sources()
        for node in at_import(tree)
        if (isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile")
        or (isinstance(node, ast.ImportFrom) and node.module == "dataclasses")
    }

    assert made == set(), "workbooks.values has `regex` and `dataclass`, which cost next to nothing"


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """What is run when a module is imported: all but the bodies of its functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from at_import(node)


def test_what_is_typed_is_understood_without_the_rooms() -> None:
    """`--help` and a slip of the finger need no rule, no reader and no policy."""
    told = "import sys; sys.argv[1:] = ['check', 'x.xlsx']; from macros import cli; cli._parser()"

    done = subprocess.run(
        [sys.executable, "-c", f"{told}; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    ours = {name for name in done.stdout.split() if name.split(".")[0] in ROOMS[:3]}
    assert {name for name in ours if "." in name} == {
        "validators.terminal_text",
        "workbooks.values",
        "workbooks.values.dataclass",
        "workbooks.values.memory",
        "workbooks.values.regex",
    }


def test_checking_stays_light(tmp_path: Path) -> None:
    samples = sorted((ROOT / "workbooks" / "samples").glob("*.xlsx"))
    command = [sys.executable, "-X", "importtime", "-m", "macros.cli", "check", *map(str, samples)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")

    modules = {
        line.rsplit("|", 1)[1].strip()
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    loaded = {name.split(".")[0] for name in modules}
    assert len(samples) == 9
    assert "validators" in loaded
    heavy = {"pandas", "numpy", "docx", "lxml", "openpyxl", "xlwings", "xlsxwriter", "xlrd"}
    many = {"re2", "multiprocessing", "sqlite3", "rich", "dask", "distributed"}
    assert loaded.isdisjoint(heavy | many)
    others = "docx html html_source document_tables xls biff spreadsheet_ml"
    assert modules.isdisjoint(f"workbooks.files.{name}" for name in others.split())
    not_asked_for = (
        "validators.bulk.pool",
        "validators.bulk.ledger",
        "validators.reports.json_report",
        "validators.obligations.completion",
        "workbooks.patching",
        "workbooks.returned_copy",
        "workbooks.values_copy",
        "macros.building",
        "macros.new_forms.fill",
        "macros.commands.review",
        "importlib.resources",
        "fractions",
    )
    assert modules.isdisjoint(not_asked_for)
    ours = {name for name in modules if name.split(".")[0] in ROOMS}
    assert len(ours) <= 190, sorted(ours)
