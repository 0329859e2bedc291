"""`jixiao-window`: a local page for people without a command line.

This folder knows what can be ticked and how the page asks for it. It must not know how anything is
checked: each job is a command of `macros.cli` in a process of its own. What it says goes to the
browser of this computer and to nobody else: 127.0.0.1 only, with a token.
"""
