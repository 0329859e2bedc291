"""`jixiao build`: the files that ship but are made, from their sources, byte by byte the same.

This folder knows samples, templates, generated pages and the add-in, and compares or writes them.
It is of use only in a checkout.
"""
