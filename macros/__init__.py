"""Who clicked, who typed: the `jixiao` command, Excel's ribbon, and their place on a desk.

This room knows arguments, buttons, exit statuses, what an installation puts where, and the order in
which the other rooms are called: `cli` for what was typed, `buttons` for what was clicked. It must
not hold a rule, a formula or a label of the forms. What it learns goes to the screen, to Excel's
cells and dialogs, and to the files that were asked for.
"""
