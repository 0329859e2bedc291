"""The offline folder on a Windows that has no Python: a double click, and another one to leave."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from macros.building import bundle
from tests.wine.windows import Windows, booted, store

pytestmark = pytest.mark.wine

SCORE = (
    "from xlfuncs import udf; from pathlib import Path;"
    " print(udf.JX_SCORE('≥90.00(%)', '85.00(%)', 5.0))"
)


@pytest.fixture(scope="module")
def bare() -> Iterator[Windows]:
    """An empty Windows: no Python, nobody has installed anything; the folder lies on it."""
    with TemporaryDirectory(prefix="bare-", ignore_cleanup_errors=True) as folder:
        desk = Windows(Path(folder) / "prefix", store() / "locales")
        with booted(desk):
            made = package(desk)
            made.mkdir(parents=True)
            shutil.copytree(store() / "python", made / "python")
            bundle.add_product(made / "python")
            bundle.complete(made)
            yield desk


def package(desk: Windows) -> Path:
    return desk.drive / "下载 文件" / "绩效评价安装包"


def click(desk: Windows, name: str) -> tuple[int, str]:
    """A double click, without the pause at the end."""
    done = desk.run("cmd", "/c", desk.named(package(desk) / name), "/q", encoding="gbk")
    return done.returncode, done.stdout + done.stderr


def state(desk: Windows) -> set[str]:
    """Every file of the user, and all of HKCU\\Software by the line."""
    export = desk.drive / "export.reg"
    desk.run("reg", "export", r"HKCU\Software", desk.named(export), "/y")
    text = export.read_bytes().decode("utf-16")
    export.unlink()
    users = desk.drive / "users"
    return {path.relative_to(users).as_posix() for path in users.rglob("*")} | {*text.splitlines()}


def test_a_damaged_folder_installs_nothing(bare: Windows) -> None:
    before = state(bare)
    spoiled = package(bare) / "python" / "jixiao.cmd"
    kept = spoiled.read_bytes()
    spoiled.write_bytes(kept + b"x")

    status, said = click(bare, bundle.INSTALL)
    spoiled.write_bytes(kept)

    assert status == 1
    assert "安装包不完整或被改动过：python/jixiao.cmd（共 1 个文件）" in said
    assert state(bare) == before


def test_a_double_click_installs_and_another_leaves_nothing(bare: Windows) -> None:
    before = state(bare)

    status, said = click(bare, bundle.INSTALL)
    local = next((bare.drive / "users").glob("*/AppData/Local")) / "jixiao"
    python = local / "python" / "python.exe"
    shutil.move(package(bare), bare.drive / "away")  # a stick that is pulled out
    scored = bare.run(python, "-I", "-B", "-c", SCORE)
    checked = bare.run(python, "-I", "-B", "-m", "macros.cli", "doctor", encoding="gbk")
    addin = next((bare.drive / "users").glob("*/AppData/Roaming")) / "jixiao" / "excel"
    installed = sorted(path.name for path in addin.iterdir())
    shutil.move(bare.drive / "away", package(bare))
    again, _ = click(bare, bundle.INSTALL)
    left, told = click(bare, bundle.UNINSTALL)

    assert (status, again, left) == (0, 0, 0), said + told
    assert "装好了" in said
    assert scored.stdout.strip() == "4.72"
    assert "Excel 将启动" in checked.stdout
    forms = [
        f"{form}{kind}" for form in ("申报表", "监控表", "自评表") for kind in (".xlsm", ".xlsx")
    ]
    assert installed == ["jixiao.xlam", *forms]
    assert "已卸载" in told
    assert state(bare) ^ before == set()
