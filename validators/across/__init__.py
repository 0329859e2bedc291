"""Several forms held against each other: a list of what is expected, a project handed in twice.

This folder knows an index of the forms of a run, a line for each, and what a list of expected
submissions says; it must not know files beyond that list, sentences of single forms, or outputs.
What it finds are typed records (`records.folder_results`), which go to `reports` with the rest.
"""
