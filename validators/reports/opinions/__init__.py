"""审核意见表: of each form what a reviewer would tell its unit, under groups, and a short summary.

It knows which group a rule of ours belongs to and which of what was said is an opinion; it takes
records with what a reviewer said of them, and writes a workbook, or a text to paste. What a
department's own criteria say of a group is theirs.
"""
