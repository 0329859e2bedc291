"""Forms as a reviewer labelled them: which cell, what is wrong with it, how grave it is.

`forms` gives the forms with their labels, `measure` holds them against what the rules say.
"""
