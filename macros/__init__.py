"""Who clicked, who typed: the `jixiao` command and Excel's ribbon.

This room knows arguments, buttons, exit statuses and the order in which the other rooms are
called. It must not hold a rule, a formula or a label of the forms.
"""
