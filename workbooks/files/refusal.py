"""Why a whole file, or a whole sheet, could not be taken: a value, never an exception."""

from __future__ import annotations

from enum import StrEnum

from workbooks.values.dataclass import dataclass


class Reason(StrEnum):
    """The kinds of refusal, as the JSON of `jixiao check` names them."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    NOT_A_WORKBOOK = "not-a-workbook"
    UNRECOGNISED = "unrecognised"
    OTHER_KIND = "other-kind"
    BLANK = "blank"
    LEGACY = "legacy"
    CRASHED = "crashed"
    NOT_READ = "not-read"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One clear Chinese sentence that says what is the matter and what to do."""

    reason: Reason
    message: str
