"""The words that forms print for what, in all places, and how a word is taken apart.

This folder knows words: which one stands for which role, what brackets and qualifiers say beside
it. It must not know a sheet or a form. `workbooks.reading` asks it for every label.
"""
