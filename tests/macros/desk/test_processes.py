"""What is started is named by its whole path, and started in a folder of ours."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from macros.desk import processes
from macros.desk.places import this_desk
from tests.macros.desks import MemoryRegistry


def test_no_program_is_looked_for_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, Path]] = []

    def popen(command: Any, **options: Any) -> None:
        started.append((command[0], options["cwd"]))

    def run(command: Any, **options: Any) -> subprocess.CompletedProcess[bytes]:
        popen(command, **options)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(subprocess, "run", run)
    desk = this_desk(MemoryRegistry())

    processes.edit(tmp_path / "jixiao.conf")
    processes.run_module("macros.background", "folder", "report")
    desk.running("EXCEL.EXE")
    desk.trouble_starting(desk.python)

    assert [command for command, _ in started] == [
        str(tmp_path / "System32" / "notepad.exe"),
        str(desk.python),
        str(tmp_path / "System32" / "tasklist.exe"),
        str(desk.python),
    ]
    assert all(Path(command).is_absolute() for command, _ in started)
    assert {folder for _, folder in started} == {processes.OWN_FOLDER}


@pytest.mark.parametrize(
    ("refused", "tried"), [((), [3]), ((3,), [3, 1])], ids=["outlives Excel", "ends with it"]
)
def test_a_program_leaves_the_job_of_excel_where_windows_allows(
    refused: tuple[int, ...], tried: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    flags: list[int] = []

    def popen(command: Any, **options: Any) -> None:
        assert not {"stdin", "stdout", "stderr"} & set(options)  # those of the new window
        flags.append(options["creationflags"])
        if flags[-1] in refused:
            raise PermissionError(13, "拒绝访问。")

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(processes, "_WAYS", (3, 1))

    processes.start(["program"])

    assert flags == tried


def test_a_program_that_may_not_be_started_at_all_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def popen(command: Any, **options: Any) -> None:
        raise PermissionError(13, "拒绝访问。")

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(processes, "_WAYS", (3, 1))

    with pytest.raises(PermissionError):
        processes.start(["program"])
