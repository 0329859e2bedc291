"""义务台账: what guides say must be checked in a self-evaluation, and whether a run has done so.

This folder knows the list, which is data apart from the rules (`obligations.toml`), the codes of
what covers each obligation, and what records say that rules have looked at; it must not know forms,
rules' insides, or outputs. It is read only where an output asks for it, never by a plain check.
What it counts goes to `reports`, as figures and words of the list.
"""
