"""Who clicked, who typed: the `jixiao` command, Excel's ribbon, and their place on a desk.

Here stand the doors that are named from outside: `cli` for what was typed, `buttons` for what was
clicked, `background` for what a click starts. They know arguments, exit statuses and the order in
which the other rooms are called, and hold no rule, no formula and no label of the forms. What they
learn goes to the screen, to Excel's cells and dialogs, and to the files that were asked for.
"""
