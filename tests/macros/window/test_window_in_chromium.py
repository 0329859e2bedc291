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
        page.reload()  # F5, while it runs
        page.get_by_text("核查完了，有要改的，请看结果。").wait_for(timeout=60_000)
        page.reload()
        page.get_by_text("核查完了，有要改的，请看结果。").wait_for()
        assert page.locator("#folder").input_value() == str(tmp_path / "<i>报送")
        assert page.get_by_label("汇总（Excel）").is_checked()
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


def test_two_windows_and_a_stranger(browser: Any, tmp_path: Path) -> None:
    """Each tab keeps its own token; a tab that was sent none is told what to do, and no more."""
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
    with Window(tmp_path / "甲") as one, Window(tmp_path / "乙") as other:
        for window in (one, other):
            threading.Thread(target=window.serve_forever, args=(0.05,), daemon=True).start()
        context = browser.new_context()
        first, second, stranger = (context.new_page() for _ in range(3))
        first.goto(one.address)
        second.goto(other.address)
        stranger.goto(f"http://127.0.0.1:{one.server_port}/")
        first.reload()

        stranger.get_by_text("请关闭本页，从「绩效核查」快捷方式").wait_for()
        assert stranger.locator("#folder").input_value() == ""
        assert stranger.get_by_role("button", name="开始核查").is_disabled()
        shown = []
        for page in (first, second):
            page.get_by_text("结果写到旁边的文件夹").wait_for()
            shown.append(page.locator("#folder").input_value())
        assert shown == [str(tmp_path / "甲"), str(tmp_path / "乙")]
        assert context.cookies() == []
        for window in (one, other):
            window.shutdown()
            window.server_close()
        first.get_by_text("请关闭本页，从「绩效核查」快捷方式").wait_for()
        context.close()
