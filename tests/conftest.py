"""Every test run has a desk of its own: what it writes and finds is never that of the user."""

from __future__ import annotations

import os
import tempfile

_DESK = tempfile.TemporaryDirectory(prefix="jixiao-desk-")
for _name in ("HOME", "USERPROFILE"):
    os.environ[_name] = _DESK.name
os.environ.pop("APPDATA", None)
