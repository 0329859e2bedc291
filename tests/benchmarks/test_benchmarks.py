"""That the contenders are comparable: on the same workbooks all of them find the same defects."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.__main__ import measured, table
from tests.benchmarks.contenders import CONTENDERS, missing
from tests.benchmarks.defects import CODES
from tests.benchmarks.workbooks import Made, make


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
