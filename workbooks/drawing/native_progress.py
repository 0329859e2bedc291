"""Formulas that light a row of 绩效运行监控表 by themselves, from the steps that read its numbers.

What they are sure of they light like `xlfuncs.progress`; the rest is left to a person.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from workbooks.drawing.native_scoring import SCORE, UNDECIDED, Step, listed, reading_steps
from workbooks.values.dataclass import dataclass
from workbooks.values.measure_words import TIME_UNITS

RED, YELLOW, GREEN, BLUE = "红灯", "黄灯", "绿灯", "蓝灯"
NO_MONTH = "请填截至月份"


@dataclass(frozen=True, slots=True)
class Pace:
    """What a policy says of lights: below which share of the calendar's, and from which on."""

    red: Decimal
    yellow: Decimal
    blue: Decimal


_IS_MONTH = "AND(ISNUMBER([month]),[month]>=1,[month]<=12,INT([month])=[month])"
_PER = '=IF(ISERROR(FIND("/",[t_u])),"",MID([t_u],FIND("/",[t_u])+1,60))'
_OFTEN = "".join(f"|{unit}" for unit in sorted({*TIME_UNITS, "半年"} - {"年"}))
_MONTHS = f'=IF([per]="",[month],IF(ISNUMBER(FIND("|"&[per]&"|","{_OFTEN}|")),12,"?"))'
"""Over how many months a target is spread: 10次/月 is a level; 元/人 is left to a person."""
_ALONG = '=IF(OR([x]="?",[months]="?",[t_v]=0),"?",ROUND([x]*12/([t_v]*[months]),9))'


def _light(pace: Pace) -> str:
    either_way = f'OR({listed("[t_u]", "ceilings")},[per]<>"")'
    return (
        '=IF(OR([t_n]="",[a_n]=""),"",'
        f'IF(NOT({_IS_MONTH}),"{NO_MONTH}",IFERROR('
        f'IF(OR([rel]="?",[x]="?"),"{UNDECIDED}",'
        'IF(OR([rel]="≤",[rel]="<"),'
        f'IF(OR([x]>[t_v],AND([x]=[t_v],[rel]="<")),"{RED}","{GREEN}"),'
        f'IF([t_v]=0,IF(AND([rel]="=",[x]>0),"{RED}","{GREEN}"),'
        f'IF(OR([along]="?",AND([rel]="bare",{either_way})),"{UNDECIDED}",'
        f'IF([along]<{pace.red:f},"{RED}",IF([along]<{pace.yellow:f},"{YELLOW}",'
        f'IF([along]>={pace.blue:f},"{BLUE}","{GREEN}"))))))),"{UNDECIDED}")))'
    )


@cache
def progress_steps(pace: Pace) -> tuple[Step, ...]:
    """All steps; the last one is the light, the word for none, or nothing.

    >>> from workbooks.drawing.native_scoring import worked_out
    >>> by = progress_steps(Pace(Decimal("0.6"), Decimal("0.8"), Decimal("1.2")))
    >>> worked_out({"target": "≥24(场)", "actual": "7场", "month": 7.0}, by)[SCORE]
    '红灯'
    """
    return (
        *reading_steps(),
        Step("per", _PER),
        Step("months", _MONTHS),
        Step("along", _ALONG),
        Step(SCORE, _light(pace)),
    )
