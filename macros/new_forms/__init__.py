"""The commands that make a new form: a blank one, and one begun from a declaration or last year's.

This folder knows what `jixiao new`, `jixiao fill` and `jixiao monitor` are asked and what they
print. It must not read or draw a form itself: `macros.building` does. `macros.cli` calls it.
"""
