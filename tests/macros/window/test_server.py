"""The local page: who may ask it, what it does, and that nobody else hears of it."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest

from macros.window import job, server
from macros.window.job import CHOICES, Job, commands
from macros.window.server import HOST, Window
from tests.season import evaluation


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    folder = tmp_path / "报送"
    for name in ("甲", "<b>"):
        (folder / name).mkdir(parents=True)
    with Window(folder) as window:
        running = threading.Thread(target=window.serve_forever, args=(0.02,))
        running.start()
        yield window
        if window.desk.job is not None:
            window.desk.job.stop()
        window.shutdown()
        running.join()


def ask(window: Window, path: str, body: Any = None, **heads: str) -> tuple[int, str]:
    """The status and the content of an answer; `heads` go before those of the page."""
    connection = http.client.HTTPConnection(HOST, window.server_port, timeout=10)
    told = {"X-Token": window.desk.token, "Host": f"{HOST}:{window.server_port}"}
    told |= {name.replace("_", "-"): value for name, value in heads.items()}
    content = None if body is None else json.dumps(body).encode()
    connection.request("GET" if body is None else "POST", path, content, told)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def finished(window: Window) -> dict[str, Any]:
    """How the job ended."""
    until = time.monotonic() + 30
    while (state := json.loads(ask(window, "/state")[1]))["running"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    return dict(state)


@pytest.mark.parametrize("heads", [{"X_Token": "x"}, {"X_Token": ""}, {"Host": "jixiao.example"}])
@pytest.mark.parametrize(
    ("path", "body"),
    [("/given", None), ("/state", None), ("/folders?path=/", None), ("/start", {}), ("/leave", {}),
     ("/open", {"key": "excel"}), ("/stop", {})],
)  # fmt: skip
def test_without_token_or_by_another_name_nothing_is_told(
    window: Window, path: str, body: Any, heads: dict[str, str]
) -> None:
    assert ask(window, path, body, **heads) == (403, "")
    assert window.desk.job is None


def test_the_page_itself_tells_nothing(window: Window) -> None:
    """It can be loaded again without the token, which its tab keeps; all else asks for that."""
    first = ask(window, window.address.partition(str(window.server_port))[2], X_Token="")
    again = ask(window, "/", X_Token="")

    assert [status for status, _ in (first, again)] == [200, 200]
    for _, page in (first, again):
        assert "<h1>绩效核查</h1>" in page
        assert "http" not in page
        assert window.desk.token not in page
        assert str(window.desk.begins) not in page
    assert ask(window, "/", Host="jixiao.example") == (403, "")
    assert window.desk.heard < time.monotonic()


def test_what_the_page_begins_with(window: Window, tmp_path: Path) -> None:
    before = json.loads(ask(window, "/given")[1])
    window.desk.job = Job(tmp_path / "报送" / "甲", ["summary"])
    after = json.loads(ask(window, "/given")[1])

    assert (before["folder"], before["ticked"]) == (str(tmp_path / "报送"), ["excel", "return"])
    assert before["choices"] == CHOICES
    assert (after["folder"], after["ticked"]) == (str(tmp_path / "报送" / "甲"), ["summary"])


def test_nothing_listens_elsewhere(window: Window) -> None:
    assert window.socket.getsockname()[0] == "127.0.0.1"
    with socket.socket(socket.AF_INET) as other:
        other.settimeout(1)
        assert other.connect_ex(("127.0.0.2", window.server_port)) != 0


def test_folders_are_listed_to_choose_from(window: Window, tmp_path: Path) -> None:
    place = tmp_path / "报送"

    told = json.loads(ask(window, f"/folders?path={_quoted(place)}")[1])
    missing = json.loads(ask(window, f"/folders?path={_quoted(tmp_path / '没有')}")[1])

    assert (told["path"], told["up"], told["files"]) == (str(place), str(tmp_path), 0)
    assert told["folders"] == ["<b>", "甲"]
    assert told["drives"] == ([] if sys.platform != "win32" else told["drives"])
    assert missing["error"].startswith("找不到文件夹")


@pytest.mark.parametrize("name", ["收来 的&表（2024）", "-o", "100%CPU%", "$(touch x)", "' 号\" "])
def test_whatever_a_folder_is_called(window: Window, tmp_path: Path, name: str) -> None:
    """As it is clicked on, and as Explorer copies it, between quotation marks."""
    place = tmp_path / "报送" / name
    place.mkdir()

    for text in (str(place), f' "{place}" '):
        assert json.loads(ask(window, f"/folders?path={quote(text)}")[1])["path"] == str(place)
    assert commands(place, ["table"])[0][1] == str(place)


def _quoted(path: Path) -> str:
    return quote(str(path))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"folder": "没有", "outputs": ["excel"]}, "找不到文件夹 没有。"),
        ({"folder": "/" + "长" * 1200, "outputs": ["excel"]}, "找不到文件夹 /长长"),
        ({"folder": "/a\0b", "outputs": ["excel"]}, "找不到文件夹 /a"),
        ({"folder": "{}/" + "长" * 84, "outputs": ["excel"]}, "写不了 "),
        ({"folder": "/", "outputs": ["excel"]}, "/ 是整个磁盘"),
        ({"folder": "{}", "outputs": []}, "请至少勾选一样结果。"),
        ({"folder": "{}", "outputs": ["../x"]}, "请至少勾选一样结果。"),
    ],
)
def test_why_nothing_begins(
    window: Window, tmp_path: Path, asked: dict[str, Any], why: str
) -> None:
    asked = {**asked, "folder": asked["folder"].format(tmp_path / "报送")}
    (tmp_path / "报送" / ("长" * 84)).mkdir()  # as long as a name may be: none fits beside it

    told = json.loads(ask(window, "/start", asked)[1])

    assert told["error"].startswith(why)
    assert window.desk.job is None


def test_a_folder_is_checked_and_what_came_of_it_is_opened(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation(tmp_path / "报送" / "甲" / "自评表.xlsx", deducted=True)
    opened: list[Path] = []
    monkeypatch.setattr(server, "open_result", lambda path: opened.append(path) or True)
    asked = {"folder": str(tmp_path / "报送"), "outputs": ["excel", "return"]}

    begun = json.loads(ask(window, "/start", asked)[1])
    again = json.loads(ask(window, "/start", asked)[1])
    state = finished(window)
    told = [json.loads(ask(window, "/open", {"key": key})[1]) for key in ("excel", "summary")]

    place = tmp_path / "报送_核查"
    assert (begun["error"], again["error"][:5]) == ("", "正在核查，")
    assert state["told"] == "核查完了，有要改的，请看结果。"
    assert [one["path"] for one in state["made"]] == [
        str(place / "核查结果.xlsx"),
        str(place / "退回"),
    ]
    assert any(line.startswith("共 1 份：1 份需退回修改") for line in state["lines"])
    assert (told, opened) == ([{"opened": True}, {"opened": False}], [place / "核查结果.xlsx"])
    assert openpyxl.load_workbook(opened[0])["问题清单"]["B3"].value == "N601"


def test_a_job_is_what_would_be_typed(tmp_path: Path) -> None:
    place = tmp_path.parent / f"{tmp_path.name}_核查"

    check, summary = commands(tmp_path, list(CHOICES))

    assert check[:4] == ["check", str(tmp_path), "--report", str(place / "核查结果.xlsx")]
    assert check[-3:] == ["--return", str(place / "退回"), "--no-settings"]
    assert summary == [
        *("summary", str(tmp_path), "-o", str(place / "汇总.xlsx")),
        *("-o", str(place / "公开文字.docx"), "--no-settings"),
    ]


def test_what_cannot_be_opened_is_said(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path) -> bool:
        raise OSError(path)

    window.desk.job = Job(tmp_path / "报送", ["excel"])
    window.desk.job.status = 0
    (tmp_path / "报送_核查").mkdir()
    (tmp_path / "报送_核查" / "核查结果.xlsx").touch()

    for way in (fails, lambda path: False):
        monkeypatch.setattr(server, "open_result", way)
        assert ask(window, "/open", {"key": "excel"}) == (200, '{"opened": false}')


def test_stopping_ends_what_runs_and_says_so(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a command that never ends by itself
    waits = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(600)"]
    monkeypatch.setattr(job, "as_process", lambda words: waits)
    ask(window, "/start", {"folder": str(tmp_path / "报送"), "outputs": ["excel", "summary"]})
    until = time.monotonic() + 30
    while not json.loads(ask(window, "/state")[1])["lines"] and time.monotonic() < until:
        time.sleep(0.02)

    ask(window, "/stop", {})
    state = finished(window)

    assert state["told"].startswith("已经停止")
    assert state["lines"] == ["begun"]  # the second command was not begun


def test_stopping_afterwards_changes_nothing(tmp_path: Path) -> None:
    done = Job(tmp_path, ["excel"])
    done.status = 0

    done.stop()

    assert done.state()["told"] == "核查完了，没有要改的。"


def test_a_fault_ends_the_job(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "as_process", lambda words: [str(tmp_path / "没有这个程序")])

    ask(window, "/start", {"folder": str(tmp_path / "报送"), "outputs": ["excel"]})
    state = finished(window)

    assert state["told"].startswith("出了程序故障")
    assert state["lines"][0].startswith("FileNotFoundError")


def test_leaving_ends_it_and_so_does_nobody_looking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert server.IDLE == 600  # as README says
    for asked in (True, False):
        with Window(tmp_path) as window:
            running = threading.Thread(target=window.serve_forever, args=(0.02,))
            running.start()
            if asked:
                assert ask(window, "/leave", {}) == (200, "{}")
            else:
                monkeypatch.setattr(server, "IDLE", 0.0)
            running.join(5)
            assert not running.is_alive()
