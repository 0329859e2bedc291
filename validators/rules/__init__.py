"""One rule, one file: what is wrong with a form, each with its documentation and its cases.

A rule knows the `filing` that it looks at. It must not know sentences, files, rounding or other
rules. Facts go to the engine. `checking.catalogue` lists the rules; nothing is discovered by magic.
"""
