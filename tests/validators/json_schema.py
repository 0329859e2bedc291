"""The published schema of `jixiao check --format json`, to hold what was told to it.

That it is a schema itself is proved once, in tests/validators/reports/test_json_report.py.
"""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

_ROOT = Path(__file__).parents[2]

SCHEMA = json.loads((_ROOT / "validators" / "reports" / "check.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
