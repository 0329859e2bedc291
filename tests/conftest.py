"""Every test has a desk of its own: what it writes and finds is never that of the user, or of
another test. Those in a browser share one."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

_DESKS = tempfile.TemporaryDirectory(prefix="jixiao-desks-")
_NUMBERS = count(1)
_NAMES = ("HOME", "USERPROFILE")

if sys.dont_write_bytecode:
    # Where nothing may be written beside the sources, each worker and each program that a test
    # starts would compile all of them anew. What is compiled is kept where pytest keeps things.
    sys.pycache_prefix = str(Path(__file__).parent.parent / ".pytest_cache" / "bytecode")
    sys.dont_write_bytecode = False
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    del os.environ["PYTHONDONTWRITEBYTECODE"]

for _name in _NAMES:
    os.environ[_name] = _DESKS.name
os.environ.pop("APPDATA", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests stay until the end: the collector of cycles need not look through them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _own_desk() -> Iterator[None]:
    """A user's folder that is not there until something is kept in it."""
    before = {name: os.environ[name] for name in _NAMES}
    desk = str(Path(_DESKS.name) / str(next(_NUMBERS)))
    os.environ.update(dict.fromkeys(_NAMES, desk))
    yield
    os.environ.update(before)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright, which brings a browser of its own to nobody."""
    api = pytest.importorskip("playwright.sync_api", reason="pip install -e .[chromium]")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed: apt-get install chromium, as .ci/run does")
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # root may not have one
    with api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=sandbox)
        yield running
        running.close()
