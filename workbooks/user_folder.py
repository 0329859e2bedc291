"""The user's own place on this desk: settings, logs, and what earlier runs wrote and found.

Nothing that decides anything is ever kept among the files that are checked: whoever submits them
can write there.
"""

from __future__ import annotations

import os
from pathlib import Path

OUTPUTS, LEDGERS = "outputs.db", "ledgers"
"""What was written where, and the folder of what was found: kept there between runs."""

NOWHERE = Path(os.path.abspath(os.devnull)) / "jixiao"  # noqa: PTH100 - `nul` of Windows
"""Where nothing is, and nothing can be written: a place below what is no folder."""


def user_folder() -> Path:
    """Where this product keeps what belongs to one user; nowhere for one who has no home.

    A home that is none by itself (`HOME=.`) may be among the files that are checked, and one that
    the user may not enter (another's, left over in the environment) is none.
    """
    roaming = os.environ.get("APPDATA")
    try:
        own = Path(roaming) / "jixiao" if roaming else Path.home() / ".jixiao"
    except RuntimeError:
        return NOWHERE
    try:
        os.stat(os.path.join(own, "."))  # noqa: PTH116, PTH118 - a Path drops the point: to enter
    except PermissionError:
        return NOWHERE
    except OSError:
        pass  # not made yet
    return own if own.is_absolute() else NOWHERE
