"""The offline folder, with a stand-in for the interpreter: what lies in it, and what it notices."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from macros.building import bundle, desk_python
from macros.cli import main
from macros.desk import shortcut

EXE = b"MZ" + "ProductVersion\0\x003.12.0\0".encode("utf-16-le")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "安装包"
    (folder / "python").mkdir(parents=True)
    (folder / "python" / "python.exe").write_bytes(EXE)
    bundle.add_product(folder / "python")
    bundle.complete(folder)
    return folder


def test_everything_that_a_desk_needs_lies_in_it(made: Path) -> None:
    packages = made / "python" / "Lib" / "site-packages"

    assert {path.name for path in made.iterdir()} == {
        *("python", bundle.INSTALL, bundle.UNINSTALL, bundle.PAGE, bundle.SUMS)
    }
    assert (packages / "macros" / "addin" / "jixiao.xlam").is_file()
    assert (packages / "workbooks" / "templates" / "自评表.xlsm").is_file()
    assert not list(made.rglob("__pycache__"))
    page = (made / bundle.PAGE).read_text("utf-8")
    assert all(word in page for word in ("Python 3.12.0", "PSF", "安全更新", bundle.UNINSTALL))
    assert f"「{Path(shortcut.NAME).stem}」" in page


@pytest.mark.parametrize("name", [bundle.INSTALL, bundle.UNINSTALL, "python/jixiao.cmd"])
def test_commands_are_what_a_chinese_windows_reads(made: Path, name: str) -> None:
    raw = (made / name).read_bytes()

    assert raw.count(b"\n") == raw.count(b"\r\n") > 0
    assert raw.decode("cp936").startswith("@")
    assert b"runas" not in raw.lower()  # no administrator
    assert b"http" not in raw.lower()  # no internet


def test_what_is_missing_changed_or_added_is_noticed(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = bundle.broken(made)
    changed, missing, added = (made / "python" / name for name in ("python.exe", "x", "y.dll"))
    page = made / bundle.PAGE
    kept, text = changed.read_bytes(), page.read_bytes()
    changed.write_bytes(b"other")
    added.write_bytes(b"")
    page.unlink()

    found, status = bundle.broken(made), bundle.main(made)
    changed.write_bytes(kept)
    page.write_bytes(text)
    added.unlink()

    assert whole == []
    assert not missing.exists()
    assert found == sorted([bundle.PAGE, "python/python.exe", "python/y.dll"])
    assert status == 1
    assert "安装包不完整或被改动过" in capsys.readouterr().out
    assert bundle.main(made) == 0


def archive(folder: Path, *names: str) -> tuple[Path, str]:
    path = folder / "python-3.12.9-embed-amd64.zip"
    with ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return path, sha256(path.read_bytes()).hexdigest()


def test_a_file_of_python_org_counts_only_with_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own, digest = archive(tmp_path, "python.exe", "python312._pth")
    other = tmp_path / "other"
    other.mkdir()
    wrong, its = archive(other, "python.exe", "python313._pth")
    monkeypatch.setattr(desk_python, "_pip", lambda words, environment: None)
    target = str(tmp_path / "安装包")

    def status(*words: str) -> int:
        return main(["bundle", "-o", target, *words])

    refused = [
        status("--python", str(own)),
        status("--python", str(own), "--python-sha256", "0" * 64),
        status("--python", str(wrong), "--python-sha256", its),
    ]
    left = Path(target).exists()
    made = status("--python", str(own), "--python-sha256", digest)
    again = status("--python", str(own), "--python-sha256", digest)

    told = capsys.readouterr().err.splitlines()
    assert (refused, left, made, again) == ([2, 2, 2], False, 0, 2)
    assert told[0] == "--python 和 --python-sha256 要一起写。"
    assert digest in told[1]
    assert "不是 python.org 的" in told[2]
    assert "已经有了，没有改动" in told[3]
    assert "site-packages" in (Path(target) / "python" / "python312._pth").read_text()


def test_each_package_is_held_to_a_digest() -> None:
    for name in ("interpreter.txt", "desk_packages.txt"):
        lines = (Path(desk_python.__file__).parent / name).read_text().splitlines()
        pinned = [line for line in lines if line and not line.startswith("#")]
        assert pinned
        assert all("==" in line and "--hash=sha256:" in line for line in pinned)
