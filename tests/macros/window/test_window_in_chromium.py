"""The local page in a real browser: choose a folder, tick, wait, open; and no word to the net."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from macros.window import server
from macros.window.server import Window
from tests.season import evaluation

pytestmark = pytest.mark.chromium


def test_a_person_without_a_command_line(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(server, "open_result", lambda path: opened.append(path) or True)
    evaluation(tmp_path / "<i>报送" / "甲.xlsx", deducted=True)
    with Window(tmp_path) as window:
        threading.Thread(target=window.serve_forever, args=(0.05,), daemon=True).start()
        page = browser.new_page(viewport={"width": 1000, "height": 760})
        asked: list[str] = []
        wrong: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda said: wrong.append(str(said)))

        page.goto(window.address)
        page.get_by_role("button", name="<i>报送").click()
        page.wait_for_function("document.getElementById('here').textContent.includes('1 个文件')")
        assert page.locator("#folder").input_value() == str(tmp_path / "<i>报送")
        assert page.locator("i").count() == 0
        page.get_by_label("汇总（Excel）").check()
        page.screenshot(path=str(tmp_path / "begin.png"))
        page.get_by_role("button", name="开始核查").click()
        page.get_by_text("核查完了，有要改的，请看结果。").wait_for(timeout=60_000)
        page.screenshot(path=str(tmp_path / "end.png"), full_page=True)
        page.locator("#made button").first.click()
        page.wait_for_timeout(300)
        page.get_by_role("button", name="退出").click()
        page.get_by_text("已退出，可以关闭本页。").wait_for()
        address = page.url
        page.close()

    place = tmp_path / "<i>报送_核查"
    assert opened == [place / "核查结果.xlsx"]
    assert sorted(path.name for path in place.iterdir()) == ["核查结果.xlsx", "汇总.xlsx", "退回"]
    assert wrong == []
    own = f"http://127.0.0.1:{window.server_port}/"
    assert {url.startswith(own) for url in asked} == {True}
    assert address == own  # the token does not stay where somebody may read it
