"""The user's own place on this desk: settings, logs, and what earlier runs wrote and found.

Nothing that decides anything is ever kept among the files that are checked: whoever submits them
can write there.
"""

from __future__ import annotations

import os
from pathlib import Path

OUTPUTS, LEDGERS = "outputs.db", "ledgers"
"""What was written where, and the folder of what was found: kept there between runs."""


def user_folder() -> Path:
    """Where this product keeps what belongs to one user."""
    roaming = os.environ.get("APPDATA")
    return Path(roaming) / "jixiao" if roaming else Path.home() / ".jixiao"
