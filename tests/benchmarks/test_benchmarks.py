"""That the contenders are comparable: on the same workbooks all of them find the same defects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import growth
from tests.benchmarks.__main__ import FRESH, KNOWN, in_turn, measured, table, told_apart, with_json
from tests.benchmarks.contenders import CONTENDERS, missing
from tests.benchmarks.defects import CODES
from tests.benchmarks.memory import forget, memories
from tests.benchmarks.workbooks import Made, make
from validators.checking.check_file import Choice, check_file

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SPEED = README.partition("\n## 速度\n")[2].partition("\n## ")[0]


@pytest.fixture(autouse=True, scope="module")
def _found_by_the_collector() -> Iterator[None]:
    """What is frozen is not found, and `measured` thaws it: not for the tests after these."""
    gc.unfreeze()
    yield
    gc.freeze()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    return list(make(tmp_path_factory.mktemp("workbooks"), 2 * len(CODES)))


def test_every_defect_is_seeded_once(made: list[Made]) -> None:
    seeded = sorted(code for one in made for code, _ in one.seeded)

    assert seeded == sorted(CODES)


@pytest.mark.filterwarnings("ignore")  # other people's libraries on a newer Python
@pytest.mark.parametrize("name", list(CONTENDERS)[1:])
@pytest.mark.slow
def test_finds_what_was_seeded_and_nothing_else(name: str, made: list[Made]) -> None:
    run, needed = CONTENDERS[name]
    if missing(needed):
        pytest.skip(f"没有安装 {missing(needed)}：python -m pip install -e '.[benchmarks]'")

    found = [run(one.path) for one in made]

    assert found == [one.seeded for one in made]


def test_the_same_seed_gives_the_same_workbooks(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    first, second = (
        [(one.path.name, one.seeded) for one in make(tmp_path / name, 3)]
        for name in ("one", "other")
    )

    assert first == second


@pytest.mark.filterwarnings("ignore")
def test_the_table_has_a_line_for_each(made: list[Made]) -> None:
    lines = table(measured([one.path for one in made[:3]]))

    assert [line.split(" | ")[0] for line in lines[2:]] == [f"| {name}" for name in CONTENDERS]


def test_known_texts_are_told_apart_from_fresh_ones(made: list[Made]) -> None:
    spent = in_turn([one.path for one in made[:4]])

    assert [line.split(" | ")[0] for line in told_apart(spent)[2:]] == [f"| {FRESH}", f"| {KNOWN}"]
    assert with_json(spent) > 0


def test_what_is_remembered_is_forgotten(made: list[Made]) -> None:
    check_file(made[0].path, Choice())
    before = sum(memory.cache_info().currsize for memory in memories())

    forget()

    assert before > 100
    assert sum(memory.cache_info().currsize for memory in memories()) == 0


@pytest.mark.parametrize("series", growth.SERIES, ids=lambda series: series.name)
def test_there_is_as_much_of_it_as_the_table_says(series: growth.Series, tmp_path: Path) -> None:
    count = series.steps[0] if series.unit == "百字" else 5

    path = series.make(tmp_path, count)

    checked = [check_file(one, Choice()) for one in sorted(tmp_path.iterdir())]
    forms = [one.reading.form for result in checked for one in result.forms]
    form = forms[0]
    assert {
        "份": len(checked) if path.is_dir() else len(forms),
        "张": len(forms),
        "行": len(form.indicators),
        "百字": len(form.actual_outcome.value or ""),
    }[series.unit] == count


def test_readme_has_the_tables_of_the_command() -> None:
    """Names, steps, and figures that go together; what they are, the machine says."""
    lines = SPEED.splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    names = [row[0] for row in rows]

    assert [name for name in names if name in CONTENDERS] == list(CONTENDERS)
    assert {FRESH, KNOWN} <= set(names)
    for row in rows:
        if row[0] in CONTENDERS:
            told, most = float(row[1]), 0.005  # milliseconds, rounded
            assert 1000 / (told + most) - 0.5 <= float(row[2]) <= 1000 / (told - most) + 0.5
    of = {row[0]: row for row in rows}
    for series in growth.SERIES:
        _, steps, each, steepest = of[series.name]
        assert steps.rstrip("字份张行") == "、".join(map(str, series.steps))
        figures = [float(one) for one in each.partition("（")[0].split("、")]
        assert abs(growth.steepest(figures) - float(steepest)) <= 0.03
