"""`jixiao-window` as it is started: with and without a browser, a console, a dropped folder."""

from __future__ import annotations

import re
import sys
import tomllib
import webbrowser
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from macros.excel import dialogs
from macros.window import server, window
from macros.window.server import Window

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that nobody is told of ends all the same, so that its test fails soon."""
    monkeypatch.setattr(server, "IDLE", 8.0)


def leave(told: str) -> None:
    """What the button 退出 does, by whatever address somebody was told."""
    found = re.search(r"(http://127\.0\.0\.1:\d+/)\?token=(\S+)", told)
    assert found
    asked = Request(found[1] + "leave", b"{}", {"X-Token": found[2]})
    with urlopen(asked, timeout=10):
        pass


def test_the_browser_is_opened_at_the_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: leave(address) or True)

    assert window.main([str(tmp_path)]) == 0
    assert re.fullmatch(
        r"请在浏览器里操作：http://127\.0\.0\.1:\d+/\?token=\S+\n", capsys.readouterr().out
    )


def fails(address: str) -> bool:
    raise webbrowser.Error(address)


@pytest.mark.parametrize("browser", [fails, lambda address: False])
@pytest.mark.parametrize("console", [True, False])
def test_without_a_browser_the_address_is_told(
    browser: Callable[[str], bool], console: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []

    def tell(text: str, **_: object) -> None:
        told.append(text)
        if text.startswith("没有打开浏览器。"):
            leave(text)

    monkeypatch.setattr(webbrowser, "open", browser)
    if console:
        monkeypatch.setattr(window, "print", tell, raising=False)
    else:
        for stream in ("stdout", "stderr"):
            monkeypatch.setattr(sys, stream, None)
        monkeypatch.setattr(dialogs, "show", tell)

    assert window.main([str(tmp_path)]) == 0
    assert len(told) == 1 + console
    if not console:
        sys.stdout.close()


@pytest.mark.parametrize(
    ("dropped", "begins"),
    [(["报送"], "报送"), (["报送/甲.xlsx"], "报送"), (["没有"], ""), ([], "")],
)
def test_a_dropped_folder_is_where_it_begins(
    dropped: list[str], begins: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "甲.xlsx").touch()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(webbrowser, "open", lambda address: True)
    begun: list[Path] = []

    def serve(self: Window) -> None:
        begun.append(self.desk.begins)

    monkeypatch.setattr(Window, "serve_forever", serve)

    assert window.main([str(tmp_path / word) for word in dropped]) == 0
    assert begun == [tmp_path / begins]


def test_it_is_installed_by_the_name_that_readme_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, entry),) = project["gui-scripts"].items()
    module, _, function = entry.partition(":")

    assert getattr(import_module(module), function) is window.main
    assert f"`{name}`" in (ROOT / "README.md").read_text("utf-8")
