"""Published forms (PDF, or the text taken out of one) as plain workbooks, and what is doubtful.

This room knows pages: signs at places, ruled lines, texts that a page break cut in two. It decides
nothing about what a form says or is worth: it writes a workbook, which is read by `reading` like
anybody's. What a page does not show surely is on a list beside the form, never guessed in silence.
Data flows `pdf` -> pages -> `ruled_tables` (or `text_forms`) -> `imported` -> `workbook`.
"""
