"""Several forms held against each other: declaration and self-evaluation, last year and this, a
list of what is expected, a project handed in twice.

This folder knows an index of the forms of a run, a line for each, which knows where on disk their
rows are kept, and what a list of expected submissions says; it must not know files beyond that
list, sentences of single forms, or outputs. Rows are paired in `row_pairs`, projects in
`same_project`, once for all who ask.
What it finds are typed records (`records.folder_results`), which go to `reports` with the rest.
"""
