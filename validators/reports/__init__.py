"""What is told: results as text, JSON and workbooks, their summary, and the rules to read.

This room knows words and widths. It decides nothing: what is wrong, and how wrong, was judged
before. Only what writes workbooks, documents and sums knows a library, and nothing here is
imported by the engine. Its output goes to the screen, or to a file that the reader asked for.
"""
