"""Numbers and words in running text: goals, outcomes, notes, names of indicators.

This folder knows how clerks say an amount, a cause or a measure. It must not know which rule asks.
Where it is unsure it claims nothing. What it finds goes to `validators.rules` and `xlfuncs`.
"""
