"""Every test has a desk of its own: what it writes and finds is never that of the user, or of
another test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

_DESKS = tempfile.TemporaryDirectory(prefix="jixiao-desks-")
_NUMBERS = count(1)
_NAMES = ("HOME", "USERPROFILE")

for _name in _NAMES:
    os.environ[_name] = _DESKS.name
os.environ.pop("APPDATA", None)


@pytest.fixture(autouse=True)
def _own_desk() -> Iterator[None]:
    """A user's folder that is not there until something is kept in it."""
    before = {name: os.environ[name] for name in _NAMES}
    desk = str(Path(_DESKS.name) / str(next(_NUMBERS)))
    os.environ.update(dict.fromkeys(_NAMES, desk))
    yield
    os.environ.update(before)
