"""Formulas that score a row by themselves: no macro, no Python, Excel 2007 and later, WPS as well.

One step a column, in hidden columns beside the table. What they are sure of they score like
`xlfuncs`; whatever else a cell may hold is left to a person and never becomes a number: operators
and units are taken only from the lists that readers have, and words that may turn an amount into
another one stop it. The lists stand in hidden cells above the steps, which keeps formulas short.

In the formulas of this module [key] stands for the cell of a step, of a list, or of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from workbooks.drawing.calculator import Value, calculate
from workbooks.drawing.native_lists import DOWN, INNER, LISTS, SIGNS, UP
from workbooks.values.dataclass import dataclass

UNDECIDED = "需人工判断"


@dataclass(frozen=True, slots=True)
class Law:
    """What a policy says of scores, as formulas need it; bands are shares of the points."""

    met_band: Decimal
    partly_met_band: Decimal
    inverse: bool
    any_difference: bool
    execution_floor: Decimal = Decimal(0)
    total_points: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Step:
    """A column: its key, and its formula."""

    key: str
    formula: str


def placed(formula: str, cells: Mapping[str, str]) -> str:
    """A formula with the cells that its keys stand for.

    >>> placed('=IF([t_n]="","",[points])', {"t_n": "AA13", "points": "F13"})
    '=IF(AA13="","",F13)'
    """
    return re.sub(r"\[(\w+)\]", lambda key: cells[key[1]], formula)


def listed(text: str, name: str) -> str:
    """The formula that a text is one of a list's."""
    return f'ISNUMBER(FIND("|"&{text}&"|",[{name}]))'


def _array(items: Iterable[object]) -> str:
    """A list as Excel writes it in a formula."""
    return (
        "{" + ",".join(str(item) if isinstance(item, int) else f'"{item}"' for item in items) + "}"
    )


_FILLING = "啊"
"""A sign of all lists of single signs."""


def _only(text: str, name: str, most: int) -> str:
    """That a text is only signs of a list, and no longer than so many."""
    # Filled up, because LibreOffice finds an empty text nowhere and Excel everywhere.
    each = f'MID({text}&"{_FILLING * most}",{_array(range(1, most + 1))},1)'
    return f"AND(LEN({text})<={most},SUMPRODUCT(ISERROR(FIND({each},[{name}]))*1)=0)"


def _longest(text: str, name: str, most: int) -> str:
    """How many signs at the end of a text stand in a list, as many as possible."""
    counts = _array(range(1, most + 1))
    return f'SUMPRODUCT(MAX(ISNUMBER(FIND("|"&RIGHT({text},{counts})&"|",[{name}]))*{counts}))'


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for old, new in pairs:
        text = f'SUBSTITUTE({text},"{old}","{new}")'
    return text


_WIDTHS = (
    *zip("（）％＞＜＝，．﹥﹤﹦﹪", "()%><=,.><=%", strict=True),
    (" ", ""),
    ("　", ""),
    ("\u00a0", ""),
)
_SPELLINGS = (
    ("(含)", ""), ("(含本数)", ""), ("百分之百", "100%"), ("百分百", "100%"), ("两", "二"),
    ("〇", "零"),
    ("㎡", "平方米"), ("㎥", "立方米"), ("km2", "平方公里"), ("km²", "平方公里"), ("m2", "平方米"),
    ("m²", "平方米"), ("m3", "立方米"), ("m³", "立方米"),
    ("RMB", "人民币"), ("｡", "。"), ("､", "、"), ("℃", "°C"), ("℅", "%"), ("“", ""), ("”", ""),
    ('""', ""),
)  # fmt: skip
_BREAKS = ("CHAR(9)", "CHAR(10)", "CHAR(13)")


def _one_width(cell: str) -> str:
    """A text in one width and without white space, odd spellings in the usual one."""
    # The sign of money first: in one width it is another one in each program.
    money = _replaced(f'{cell}&""', (("￥", "人民币"), ("¥", "人民币")))
    text = f"ASC({money})"
    for sign in _BREAKS:
        text = f'SUBSTITUTE({text},{sign},"")'
    return f"={_replaced(text, (*_WIDTHS, *_SPELLINGS))}"


_MONEY = 'FIND("人民币",[c])'
_MONEY_GONE = 'SUBSTITUTE([c],"人民币","")'
_IN_YUAN = (
    f"=IF(ISERROR({_MONEY}),[c],IF(AND(LEN({_MONEY_GONE})=LEN([c])-3,"
    f'ISNUMBER(FIND(MID([c]&"x",{_MONEY}+3,1),"0123456789")),'
    'OR(ISNUMBER(FIND("元",[c])),ISNUMBER(FIND(RIGHT([c],1),"0123456789万亿")))),'
    f'{_MONEY_GONE}&IF(ISERROR(FIND("元",[c])),"元",""),SUBSTITUTE([c],"人民币","¤")))'
)
"""￥50万 is 50万元; money said in any other place is left to a person, by a sign in no list."""
_DIGITS = _array("0123456789")
_KNOWN_NUMERALS = "零一二三四五六七八九十"
_NUMERAL = _array(_KNOWN_NUMERALS)
_AT = "MID([n],[q]{},1)"
_RUN = "{" + ";".join(map(str, range(22))) + "}"


def _figure(at: str) -> str:
    """What one Chinese numeral is worth."""
    return f'(FIND({_AT.format(at)},"零一二三四五六七八九")-1)'


_TEN = _AT + '="十"'
_NUMERAL_VALUE = (
    f'=IF([q]>LEN([n]),"",IFERROR(IF([r]=1,IF({_TEN.format("")},10,{_figure("")}),'
    f'IF([r]=2,IF({_TEN.format("")},10+{_figure("+1")},IF({_TEN.format("+1")},{_figure("")}*10,"")),'
    f'IF(AND([r]=3,{_TEN.format("+1")}),{_figure("")}*10+{_figure("+2")},""))),""))'
)
_OPENED = (
    'IF(AND(LEN([n])>3,OR(AND(LEFT([n],1)="(",RIGHT([n],1)=")"),AND(LEFT([n],1)="[",RIGHT([n],1)="]"),'
    'AND(LEFT([n],1)="【",RIGHT([n],1)="】")),ISNUMBER(FIND(MID([n],2,1),"≥≤≧≦=><"))),'
    "MID([n],2,LEN([n])-2),[n])"
)
_IN_DIGITS = (
    f'=IF([j]="",{_OPENED},IF(AND([q]>3,MID([n],MAX(1,[q]-3),3)="百分之"),'
    'LEFT([n],[q]-4)&[j]&"%"&MID([n],[q]+[r],60),'
    'IF(AND([q]>3,MID([n],MAX(1,[q]-3),3)="千分之"),'
    'LEFT([n],[q]-4)&[j]&"‰"&MID([n],[q]+[r],60),'
    'IF(MID([n],[q]+[r],1)="成",LEFT([n],[q]-1)&[j]*10&"%"&MID([n],[q]+[r]+1,60),'
    "LEFT([n],[q]-1)&[j]&MID([n],[q]+[r],60)))))"
)
_TOLD = "MID([y],[p],[l])"
_WHOLE = f'(FIND(".",{_TOLD}&".")-1)'
_BARE = f'SUBSTITUTE({_TOLD},",","")'
_VALUE = (
    '=IF(OR([l]=0,[l]>21),"",'
    f'IF(OR(RIGHT({_TOLD},1)=".",LEN(SUBSTITUTE({_TOLD},".",""))<[l]-1,[l]-{_WHOLE}>9,'
    f'LEN(SUBSTITUTE(LEFT({_TOLD},{_WHOLE}),",",""))>12,'
    f'AND([j]="",ISERROR(FIND("百",[n0])),ISERROR(FIND({_TOLD},ASC([n0]))))),"",'
    f'IF(ISERROR(FIND(",",{_TOLD})),VALUE({_TOLD}),'
    f'IF(LEFT({_TOLD},{_WHOLE})=TEXT(INT(VALUE({_BARE})),"#,##0"),VALUE({_BARE}),""))))'
)
_BEFORE, _SPELLED = "LEFT([y],[p]-1)", "MID([y],[p]-[k],[k])"
_SAYS = "MID([y],1+[i],MAX(0,[p]-1-[k]-[i]))"
_PERIOD = (
    '=IF(LEFT([y],1)="每",IF(ISNUMBER(FIND("|"&MID([y],2,2)&"|",[periods])),3,'
    'IF(ISNUMBER(FIND("|"&MID([y],2,1)&"|",[periods])),2,0)),0)'
)
_PLAIN = (
    f"IF([k]=0,{_only(_SAYS, 'plain', 24)},"
    f'OR(AND(RIGHT({_SAYS},1)="率",{_only(_SAYS, "rates", 24)}),'
    f"AND({_only(_SAYS, 'named', 24)},{_only('RIGHT(' + _SAYS + ',2)', 'plain', 2)})))"
)
"""That the words before a number leave it what it is."""


def _sign(harmless: str) -> str:
    """The operator before a number, if what else stands there is harmless."""
    return (
        f'=IF([v]="","?",IF(NOT({harmless}),"?",'
        'IF(AND([j]<>"",ISERROR(FIND("%",[y])),[k]=0,[p]-1>0),"?",IF([k]=0,"",'
        f'IF({listed(_SPELLED, "levels")},"~","")&'
        + "".join(
            f'IF({listed(_SPELLED, name)},"{sign}",'
            for name, sign in zip(SIGNS, "≥≤=><", strict=True)
        )
        + '""'
        + ")" * 5
        + "))))"
    )


_AFTER = (
    '=IF([g]="?","?",IF(ISNUMBER(FIND(RIGHT([y],1),"。.;；、,")),'
    "MID([y],[p]+[l],MAX(0,LEN([y])-[p]-[l])),MID([y],[p]+[l],60)))"
)
_ONE_PAIR = 'AND(LEN(SUBSTITUTE([f],"(",""))=LEN([f])-1,LEN(SUBSTITUTE([f],")",""))=LEN([f])-1)'
_UNBRACKETED = (
    '=IF(LEN([f])=LEN(SUBSTITUTE(SUBSTITUTE([f],"(",""),")","")),[f],'
    f'IF(NOT({_ONE_PAIR}),"?",'
    'IF(OR(LEFT([f],1)="(",LEFT([f],2)="万(",LEFT([f],2)="亿("),'
    'SUBSTITUTE(SUBSTITUTE([f],"(",""),")",""),'
    'IF(AND(LEN([f])<7,MID([f],LEN([f])-2,1)="(",RIGHT([f],1)=")",'
    'ISNUMBER(FIND(MID([f],LEN([f])-1,1),"套次场件项个类份册本种户名位所家部"))),[f],"?"))))'
)
_END = (
    f'=SUMPRODUCT(MIN(FIND({_array((*UP, *DOWN, *INNER))},[s]&"{"".join((*UP, *DOWN, *INNER))}")))'
)
_ENDING = (
    f"=IF([w]>LEN([s]),0,IF({listed('MID([s],[w],3)', 'up')},3,"
    f"IF({listed('MID([s],[w],2)', 'up')},2,"
    f"IF({listed('MID([s],[w],3)', 'down')},-3,IF({listed('MID([s],[w],2)', 'down')},-2,-1)))))"
)
_NOUN = "MID([s],[w]+ABS([e])+([e]=-1),60)"
_STEM = "=MID([s],1+([m]>1),MAX(0,[w]-1+([e]=-1)-([m]>1)))"
_NAME = (
    'MID([units],FIND("|"&{o}&"=",[units])+LEN({o})+2,'
    'FIND("|",[units],FIND("|"&{o}&"=",[units])+1)-FIND("|"&{o}&"=",[units])-LEN({o})-2)'
)
_BRACKETED = "LEN([s])<LEN([f])"
_COUNTS = _array(range(1, 5))
_SHORTER = f'SUMPRODUCT(MAX(ISNUMBER(FIND("|"&LEFT([o],{_COUNTS})&"=",[units]))*{_COUNTS}))'
_REFUSED = (
    f'=OR([g]="?",[s]="?",AND([e]<>0,NOT({_only(_NOUN, "shares", 12)})),'
    f'AND({_BRACKETED},OR([e]=-1,{_NOUN}<>"",IFERROR(FIND(")",[f]),0)<>[w]+1)),'
    "AND(NOT(" + _BRACKETED + '),ISNUMBER(FIND(LEFT([o]&"-",1),"月号点级类等星档代成"))),'
    "AND(NOT(" + _BRACKETED + '),LEFT([o],2)="季度"),'
    f'AND(NOT({_BRACKETED}),LEFT([o],1)="年",[v]>=1900,[v]<2100),'
    f"AND([v]=0,{listed('LEFT([o],2)', 'slogans')}),"
    f'AND([o]="",[k]=0,[e]=0,NOT({_BRACKETED}),OR([v]>=190000,AND([v]>=1900,[v]<2100))),'
    'AND([i]>0,[o]=""),AND([i]>0,ISNUMBER(FIND("/",[o]))),AND([i]>3,LEFT([o],1)="日"),'
    f'AND([j]<>"",ISERROR(FIND("%",[y])),[o]<>"",NOT(OR({listed("[o]", "counted")},'
    'AND([k]>0,OR(ISNUMBER(FIND("|"&[o]&"=",LEFT([units],FIND("||",[units])))),'
    'ISNUMBER(FIND("/",[o]))))))),'
    'AND([j]<>"",ISERROR(FIND("%",[y])),[o]="",[k]=0,LEN([y])>1))'
)
_RATE = (
    'SUBSTITUTE(IF(RIGHT([o],3)="/每年",LEFT([o],LEN([o])-3),'
    'IF(RIGHT([o],2)="/年",LEFT([o],LEN([o])-2),[o])),"/每","/")'
)
_UNIT = (
    f'=IF(AND([g]<>"?",[v]=0,[p]=1,[e]=0,{listed("[o]", "faults")}),"",'
    f'IF([z],"?",IF([o]="","",IFERROR({_NAME.format(o="[o]")},'
    f'IF({_BRACKETED},IF({_only("[o]", "nouns", 6)},[o],"?"),'
    f'IF(RIGHT([o],1)=")",IF({_only("LEFT([o],LEN([o])-3)", "nouns", 3)},[o],"?"),'
    'IF(LEFT([o],1)="%",'
    f'IF({_only("MID([o],2,60)", "shares", 6)},"%","?"),'
    f"IF(AND({_SHORTER}>0,LEN([o])-{_SHORTER}>1,{_only('[o]', 'nouns', 16)}),"
    f"{_NAME.format(o='LEFT([o],' + _SHORTER + ')')},"
    f'IF({_only("[o]", "nouns", 4)},[o],"?")))))))))'
)
_PARTS = 'SUBSTITUTE(SUBSTITUTE([o],"/",""),"每","")'
_PER = (
    f'=IF(AND([b]="?",NOT([z]),ISNUMBER(FIND("/",[o])),{_only(_PARTS, "nouns", 12)}),{_RATE},'
    'IF(OR([i]=0,[b]="?",[b]="",MID([y],2,MAX(0,[i]-1))="年",MID([y],2,MAX(0,[i]-1))="年度"),[b],'
    '[b]&"/"&SUBSTITUTE(MID([y],2,MAX(0,[i]-1)),"个","")))'
)


def _reading(sign: str) -> list[tuple[str, str]]:
    """The steps that read one cell once it is in one width, by keys that lack their side."""
    return [
        ("n", _IN_YUAN),
        (
            "q",
            f'=IF({_free_of_digits()},SUMPRODUCT(MIN(FIND({_NUMERAL},[n]&"{_KNOWN_NUMERALS}"))),LEN([n])+1)',
        ),
        (
            "r",
            f'=MATCH(1,INDEX(ISERROR(FIND(MID([n]&"x",[q]+{_RUN},1),"{_KNOWN_NUMERALS}"))*1,0),0)-1',
        ),
        ("j", _NUMERAL_VALUE),
        ("y", _IN_DIGITS),
        ("i", _PERIOD),
        ("p", f'=SUMPRODUCT(MIN(FIND({_DIGITS},[y]&"0123456789")))'),
        (
            "l",
            f'=IFERROR(MATCH(1,INDEX(ISERROR(FIND(MID([y]&"x",[p]+{_RUN},1),"0123456789.,"))*1,0),0)-1,0)',
        ),
        ("v", _VALUE),
        ("k", f"=IF([p]=1,0,MIN([p]-1,{_longest(_BEFORE, 'signs', 6)}))"),
        ("g", sign),
        ("f", _AFTER),
        ("s", _UNBRACKETED),
        ("w", _END),
        ("e", _ENDING),
        ("m", '=IF(LEFT([s],1)="万",10000,IF(LEFT([s],1)="亿",100000000,1))'),
        ("o", _STEM),
        ("z", _REFUSED),
        ("b", _UNIT),
        ("u", _PER),
    ]


def _free_of_digits() -> str:
    return f"SUMPRODUCT(ISNUMBER(FIND({_DIGITS},[n]))*1)=0"


def _sided(side: str, cell: str, pairs: list[tuple[str, str]]) -> list[Step]:
    """The steps of one cell, of target (t) or actual (a), by keys of their own."""
    own = {key: f"[{side}_{key}]" for key in ("c", *(key for key, _ in pairs))}
    own |= {name: f"[{name}]" for name in LISTS} | {"n0": f"[{cell}]"}
    read = [Step(f"{side}_{key}", placed(formula, own)) for key, formula in pairs]
    return [Step(f"{side}_c", _one_width(f"[{cell}]")), *read]


_RELATION = (
    '=IF(OR([t_g]="?",[t_u]="?",[t_v]=""),"?",'
    'IF(AND([t_e]<>0,OR([t_g]="",LEFT([t_g],1)="~")),IF([t_e]>0,"≥","≤"),'
    'IF([t_e]>0,IF(OR([t_g]="≥",[t_g]=">"),[t_g],"?"),IF([t_e]<0,IF(OR([t_g]="≤",[t_g]="<"),[t_g],"?"),'
    'IF(SUBSTITUTE([t_g],"~","")<>"",SUBSTITUTE([t_g],"~",""),IF([t_v]=0,"=",'
    'IF(AND([t_u]="%",[t_v]>=50),"≥","bare")))))))'
)
"""How the actual value must stand to the target; bare where nothing says it."""
_COMPARED = (
    '=IF(OR([rel]="?",[a_g]="?",[a_u]="?",[a_v]="",[a_e]<>0),"?",'
    f'IF(AND([a_k]>0,NOT({listed("MID([a_y],[a_p]-[a_k],[a_k])", "reached")})),"?",'
    'IF(NOT(OR([a_v]=0,[t_u]="",[a_u]="",EXACT([t_u],[a_u]))),"?",'
    'IF(OR(AND([t_u]="%",[a_u]="",[a_v]>0,[a_v]<=1,[t_v]>=50),'
    'AND([a_u]="%",[t_u]="",[t_v]>0,[t_v]<=1)),"?",'
    'IF(AND([t_m]>1,[a_m]=1,[a_u]=""),IF([a_v]>=10*[t_v],"?",[a_v]),[a_v]*[a_m]/[t_m])))))'
)
"""The actual value in the target's unit, or ? where the two cannot be held against each other."""
_WORD = '=IF(ISNUMBER(FIND(RIGHT([a_n],1),"。.!")),LEFT([a_n],MAX(0,LEN([a_n])-1)),[a_n])'
_HARMLESS = _replaced(
    "[t_n]",
    [(word, "") for word in ("进一步", "一致", "统一", "一定", "一般", "一流", "一体", "一站")],
)
_SHAPE = f"={_replaced('[t_n]', ((str(digit), '9') for digit in range(9)))}"
_DATED = f'AND({listed("[shape]", "dates")},OR(ISERROR(FIND("9999",[shape])),LEFT([t_n],2)="20"))'
_TIER = (
    f'=IF(OR({_DATED},AND([t_v]="",[t_p]>LEN([t_y]),{_only(_HARMLESS, "described", 40)})),'
    f'IF(OR(EXACT([t_n],[a_n]),{listed("[word]", "met")}),"met",'
    f'IF({listed("[word]", "partly")},"partly",IF({listed("[word]", "missed")},"missed","?"))),"?")'
)
"""How far a described target was met; a word for a measured number is no number."""


def _share(law: Law) -> str:
    """The part of the points that is earned."""
    x, t = "[x]", "[t_v]"
    over = f"{t}/{x}" if law.inverse else f"MAX(0,1-({x}-{t})/{t})"
    more = f"MAX(0,1-({x}-{t})/{t})" if law.any_difference else "1"
    return (
        f'=IF([x]="?",IF([d]="met",1,IF([d]="partly",{law.met_band:f},'
        f'IF([d]="missed",{law.partly_met_band:f},"?"))),'
        f'IF([rel]="bare",IF({x}={t},1,IF(OR({x}<{t},{listed("[t_u]", "ceilings")},'
        f'ISNUMBER(FIND("/",[t_u]))),"?",1)),'
        f'IF({x}={t},IF(AND({t}=0,OR([rel]=">",[rel]="<")),0,1),'
        f'IF(OR([rel]="≥",[rel]=">"),IF({x}>{t},1,{x}/{t}),'
        f'IF(OR([rel]="≤",[rel]="<"),IF({x}<{t},1,IF({t}=0,0,{over})),'
        f"IF({t}=0,0,IF({x}>{t},{more},{x}/{t})))))))"
    )


_SCORE = (
    '=IF(OR([t_n]="",[a_n]="",[points]=""),"",'
    f'IFERROR(IF([points]<0,"{UNDECIDED}",ROUND(ROUND([h]*[points],9),2)),"{UNDECIDED}"))'
)


@cache
def reading_steps() -> tuple[Step, ...]:
    """The steps that read target and actual of a row and hold them against each other.

    After them [rel] is how the actual must stand to the target, [t_v] and [x] are the two numbers
    in the target's unit, [t_u] is that unit, and [d] how far a described target was met; each is ?
    where no formula can tell.
    """
    return (
        *_sided(
            "t", "target", _reading(_sign(f'OR(AND([j]="",{listed(_SAYS, "moves")}),{_PLAIN})'))
        ),
        *_sided("a", "actual", _reading(_sign(_PLAIN))),
        Step("rel", _RELATION),
        Step("x", _COMPARED),
        Step("word", _WORD),
        Step("shape", _SHAPE),
        Step("d", _TIER),
    )


@cache
def steps(law: Law) -> tuple[Step, ...]:
    """All steps in their order; the last one is the score, the reason for none, or nothing."""
    return (*reading_steps(), Step("h", _share(law)), Step(SCORE, _SCORE))


SCORE = "own"
"""The last step, which everybody sees: a score, a light, the word for none, or nothing."""


def worked_out(row: Mapping[str, Value], all_steps: tuple[Step, ...]) -> dict[str, Value]:
    """What each step gives for what the cells of a row hold, by the keys of the cells.

    >>> law = Law(Decimal("0.8"), Decimal("0.6"), inverse=False, any_difference=False)
    >>> worked_out({"target": "≥15.00(条)", "actual": "12条", "points": 10.0}, steps(law))[SCORE]
    8.0
    """
    cells = {**_LIST_CELLS, **{_cell(key): value for key, value in row.items()}}
    answers = {}
    for key, formula in _cell_formulas(all_steps, tuple(row)):
        answers[key] = cells[_cell(key)] = calculate(formula, cells)
    return answers


@cache
def _cell_formulas(
    all_steps: tuple[Step, ...], typed: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    cells = {key: _cell(key) for key in (*LISTS, *(step.key for step in all_steps), *typed)}
    return tuple((step.key, placed(step.formula, cells)) for step in all_steps)


def _cell(key: str) -> str:
    """A cell of its own for a key, as formulas are worked out here and not on a sheet."""
    return key.upper().replace("_", "Q") + "1"


_LIST_CELLS = {_cell(name): text for name, text in LISTS.items()}
