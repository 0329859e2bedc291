"""核查结果.html: one page that needs nothing else, for whoever has no Excel at hand.

This folder knows markup, and that everything submitted is escaped. Records come in, a page goes
out.
"""
