"""One file checked: opened, read, scored, judged, with the catalogue of rules.

This folder knows how the rooms are called in turn, which files there are, and which are our own. It
must not know how results are shown or how many files run at once. Its results go to `records`.
"""
