"""A third kind of form on a copy of the tree: mypy names every place that must decide by kind.

`python -m tests.third_kind` prints the places.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
ROOMS = ("workbooks", "xlfuncs", "validators", "macros")

KINDS = ("SelfEvaluation", "TargetDeclaration", "MonitoringReport")
FILINGS = ("Filing", "Declaration", "Monitoring")
COUNTED = ("DECLARED_PROJECT", "EVALUATED_PROJECT", "MONITORED_PROJECT")
RECORDS = ("EvaluatedRecord", "DeclaredRecord", "MonitoredRecord")
_KNOWN = frozenset({*KINDS, *FILINGS, *COUNTED, *RECORDS})

_CLASS_TESTS = ("isinstance", "issubclass")

Place = tuple[str, str]
"""A file, and a function of it or a name on its first level."""


def trees(root: Path = ROOT) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product, by its path."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            yield path.relative_to(root).as_posix(), ast.parse(path.read_text("utf-8"))


def deciding(root: Path = ROOT) -> set[Place]:
    """Every place that decides by kind: a `match` that ends in `assert_never`, or a `ByKind`.

    The record of the kinds itself is none: whoever adds a kind begins there.
    """
    found = set()
    for path, tree in trees(root):
        for node in ast.walk(tree):
            match = isinstance(node, ast.Match) and _exhaustive(node) and _by_kind(node)
            table = isinstance(node, ast.AnnAssign) and "ByKind[" in ast.unparse(node.annotation)
            if match or table:
                found.add((path, _around(tree, node.lineno)))
    return found - {("workbooks/form_kinds.py", "KINDS")}


def _by_kind(node: ast.Match) -> bool:
    patterns = " ".join(ast.unparse(case.pattern) for case in node.cases)
    return not _KNOWN.isdisjoint(re.findall(r"\w+", patterns))


def _exhaustive(node: ast.Match) -> bool:
    return "assert_never(" in ast.unparse(node.cases[-1])


def _around(tree: ast.Module, line: int) -> str:
    """The function, or what is assigned, around a line."""
    for node in tree.body:
        if node.lineno <= line <= (node.end_lineno or node.lineno):
            inside = node
            while isinstance(inside, ast.ClassDef):
                inside = next(n for n in inside.body if n.lineno <= line <= (n.end_lineno or 0))
            names = {"name": getattr(inside, "name", ""), "target": getattr(inside, "target", "")}
            return str(names["name"] or ast.unparse(names["target"]))
    raise LookupError(line)


def other_ways(root: Path = ROOT) -> list[str]:
    """Where a kind is asked for in a way that has a silent third answer: none should be."""
    found = []
    for path, tree in trees(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "isinstance",
                "issubclass",
            ):
                asked = set(re.findall(r"\w+", ast.unparse(node.args[1])))
            elif isinstance(node, ast.Compare):
                sides = (node.left, *node.comparators)
                asked = {s.value for s in sides if isinstance(s, ast.Constant)}
                asked |= {ast.unparse(s) for s in sides if isinstance(s, ast.Name)}
            else:
                continue
            if not _KNOWN.isdisjoint(asked):
                found.append(f"{path}:{node.lineno}: {ast.unparse(node)}")
    return found


def add_third_kind(root: Path) -> None:
    """Puts a class, a record and a filing of a third kind into a tree."""
    forms = root / "workbooks/forms.py"
    declared = _source(forms, "TargetDeclaration").replace("TargetDeclaration", "ThirdForm")
    union = "Form = (\n    SelfEvaluation\n"
    _replace(forms, {union: f"{declared}\n\n\n{union}    | ThirdForm\n"})
    kinds = root / "workbooks/form_kinds.py"
    record = (
        '"ThirdForm": FormKind("ThirdForm", ThirdForm, "第三种表", "第三种表", "第三种表",'
        ' ("第三种表",), False, CountedAs.THIRD),'
    )
    _replace(
        kinds,
        {
            '"MonitoringReport",\n]': '"MonitoringReport",\n    "ThirdForm",\n]',
            "    TargetDeclaration: T\n": "    TargetDeclaration: T\n    ThirdForm: T\n",
            '    EVALUATED_PROJECT = "开展绩效自评的项目"\n': (
                '    EVALUATED_PROJECT = "开展绩效自评的项目"\n    THIRD = "第三种"\n'
            ),
            "KINDS: ByKind[FormKind] = {\n": f"KINDS: ByKind[FormKind] = {{\n{record}\n",
            "    TargetDeclaration,\n)\n": "    TargetDeclaration,\n    ThirdForm,\n)\n",
        },
    )
    filing = root / "validators/filing.py"
    third = _source(filing, "Declaration").replace("TargetDeclaration", "ThirdForm")
    _replace(
        filing,
        {
            "AnyFiling = Filing | Declaration | Monitoring\n": (
                f"{third.replace('class Declaration', 'class ThirdFiling')}\n\n\n"
                "AnyFiling = Filing | Declaration | Monitoring | ThirdFiling\n"
            ),
            "    TargetDeclaration,\n": "    TargetDeclaration,\n    ThirdForm,\n",
        },
    )

    results = root / "validators/records/results.py"
    told = _source(results, "DeclaredRecord").replace("TargetDeclaration", "ThirdForm")
    union = "OwnRecord = EvaluatedRecord | DeclaredRecord | MonitoredRecord"
    third = told.replace("DeclaredRecord", "ThirdRecord")
    _replace(results, {union: f"{third}\n\n\n{union} | ThirdRecord"})


def _source(path: Path, name: str) -> str:
    """The source of a class with its decorator."""
    text = path.read_text("utf-8")
    (node,) = (n for n in ast.parse(text).body if isinstance(n, ast.ClassDef) and n.name == name)
    first = min((d.lineno for d in node.decorator_list), default=node.lineno)
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])


def _replace(path: Path, changes: dict[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes.items():
        if text.count(old) != 1:
            raise LookupError(f"{path}: {old!r} stands {text.count(old)} times")
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def named_by_mypy(root: Path) -> set[Place]:
    """The places that mypy complains of in a tree."""
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8")
    if done.stderr:
        raise RuntimeError(done.stderr)
    parsed = dict(trees(root))
    found = re.findall(r"^(\S+?\.py):(\d+): error:", done.stdout, flags=re.M)
    return {(path, _around(parsed[path], int(line))) for path, line in found}


def third_kind_named() -> set[Place]:
    """The places that mypy names on a copy of this tree with a third kind in it."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for room in ROOMS:
            ignored = shutil.ignore_patterns("__pycache__", "*.xlsx", "*.xlsm", "*.png")
            shutil.copytree(ROOT / room, copy / room, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", copy)
        add_third_kind(copy)
        return named_by_mypy(copy)


if __name__ == "__main__":
    for path, name in sorted(third_kind_named()):
        print(f"{path}: {name}")
