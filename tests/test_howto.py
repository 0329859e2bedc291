"""HOWTO.md names what is there: each path exists, each command is one that runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from macros.cli import main

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "HOWTO.md").read_text("utf-8")
QUOTED = [said for line in TEXT.split("```")[::2] for said in re.findall(r"`([^`\n]+)`", line)]
BLOCKS = re.findall(r"```\n(.*?)```", TEXT, re.S)
COMMANDS = [
    *(line for block in BLOCKS for line in block.splitlines()),
    *(said for said in QUOTED if said.startswith(("python -m ", "jixiao "))),
]
PATHS = sorted(
    {said for said in QUOTED if re.fullmatch(r"[\w./-]+/[\w./-]+|[A-Z]+\.md", said)}
    | {word for line in COMMANDS for word in line.split() if "/" in word}
)
NOT_RUN = {'python -m pip install -e ".[test]"'}


def test_every_section_ends_with_its_proof() -> None:
    sections = TEXT.split("\n## ")[1:]

    assert len(sections) == 11
    assert [section.partition("\n")[0] for section in sections if not _proven(section)] == []
    assert max(len(section.splitlines()) for section in sections) < 20


def _proven(section: str) -> bool:
    return section.rstrip().endswith("```") and section.count("```") == 2


@pytest.mark.parametrize("path", PATHS)
def test_a_path_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_paths_are_those_of_the_text() -> None:
    assert len(PATHS) > 50
    assert {"CHANGELOG.md", "xlfuncs/udf.py", "tests/golden", "tests/macros/building"} < set(PATHS)


@pytest.mark.parametrize("command", sorted({*COMMANDS} - NOT_RUN))
def test_a_command_is_one_that_runs(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    match shlex.split(command):
        case ["jixiao", *arguments]:
            assert main(arguments) == 0
            assert capsys.readouterr().out
        case ["python", "-m", "macros.cli", subcommand]:
            with pytest.raises(SystemExit) as stopped:
                main([subcommand, "--help"])
            assert stopped.value.code == 0
        case ["python", "-m", "pytest", *_] | ["mypy"]:
            pass  # by the next test; the configuration of the project
        case ["python", "-m", module]:
            assert '__name__ == "__main__"' in _source(module)
        case _:
            pytest.fail(f"no command that this test knows: {command}")


def _source(module: str) -> str:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")


@pytest.mark.slow
def test_every_test_that_is_named_can_be_collected() -> None:
    runs = [shlex.split(one)[3:] for one in COMMANDS if one.startswith("python -m pytest ")]
    places = sorted({word for run in runs for word in run if "/" in word})
    markers = {run[run.index("-m") + 1] for run in runs if "-m" in run}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "-m", "", *places],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:]
    assert all(f"{place.rstrip('/')}" in done.stdout for place in places)
    assert markers == {"libreoffice", "wine"}
