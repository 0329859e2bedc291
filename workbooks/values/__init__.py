"""Single values: numbers, units, amounts, targets, dates and words as clerks write them.

This folder knows spellings and Decimals, and nothing of sheets, forms or files. What it reads goes
into the cells of a form (`workbooks.reading`) and is compared by `xlfuncs`.
"""
