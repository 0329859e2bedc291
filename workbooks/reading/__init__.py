"""A grid -> forms: heads, columns, rows, and each cell with its address.

This folder knows the words that print a role and how a table is laid out. It must not know files or
worth. Its forms go to `xlfuncs.whole_form` and `validators.filing`; what it cannot read it says.
"""
