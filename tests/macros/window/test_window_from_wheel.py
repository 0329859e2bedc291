"""`jixiao-window` as pip installs it: from a wheel, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.season import evaluation

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there it is tested by its shortcut"),
]

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment that has the wheel, and nothing beside."""
    place = tmp_path_factory.mktemp("wheel")
    pip(Path(sys.executable), "wheel", "--no-deps", "-w", place, ROOT)
    venv.create(place / "env", with_pip=True)
    (wheel,) = place.glob("jixiao-*.whl")
    pip(place / "env" / "bin" / "python", "install", "--no-deps", wheel)
    return place / "env" / "bin"


def pip(python: Path, *words: object) -> None:
    command = [python, "-m", "pip", "--disable-pip-version-check", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env=alone(), check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def alone() -> dict[str, str]:
    """Variables by which nothing of this repository is found; no browser is opened."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"BROWSER": "/bin/true"}


@contextmanager
def started(program: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """The address and the token that a started window tells; it is left at the end."""
    command = [program, str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=alone(), cwd=folder
    ) as own:
        assert own.stdout is not None
        told = own.stdout.readline().strip()
        address, _, token = told.removeprefix("请在浏览器里操作：").partition("?token=")
        yield address, token
        ask(address + "leave", token, {})
        assert own.wait(30) == 0


def ask(address: str, token: str, body: Any = None) -> Any:
    content = None if body is None else json.dumps(body).encode()
    with urlopen(Request(address, content, {"X-Token": token}), timeout=30) as answer:
        return json.load(answer)


def test_it_answers_with_its_token_and_refuses_without(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收来 的 & 表（2024）"
    evaluation(folder / "甲.xlsx", deducted=True)
    (folder / "json.py").write_text("raise SystemExit('a module of somebody else')\n")

    with started(installed / "jixiao-window", folder) as (address, token):
        given = ask(address + "given", token)
        refused = []
        for other in ("", token[:-1], token[::-1]):
            with pytest.raises(HTTPError) as caught:
                ask(address + "given", other)
            refused.append(caught.value.code)
            caught.value.close()
        with urlopen(address, timeout=30) as page:
            text = page.read().decode()
        begun = ask(address + "start", token, {"folder": given["folder"], "outputs": ["table"]})
        until = time.monotonic() + 60
        while (state := ask(address + "state", token))["running"] and time.monotonic() < until:
            time.sleep(0.2)

    assert given["folder"] == str(folder)
    assert refused == [403] * 3
    assert "<h1>绩效核查</h1>" in text
    assert token not in text
    assert begun == {"error": ""}
    assert state["told"] == "核查完了，有要改的，请看结果。"
    made = tmp_path / "收来 的 & 表（2024）_核查" / "核查结果.csv"
    assert [one["path"] for one in state["made"]] == [str(made)]
    assert "N601" in made.read_text("utf-8-sig")
