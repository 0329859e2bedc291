"""The commands of `jixiao`: arguments in, an exit status out.

This folder knows what each command prints and which room it asks. It must not judge, compute or lay
out. `macros.cli` calls it.
"""
