"""Many files: a pool of processes, a cluster, and a ledger of what is known already.

This folder knows processes and the order of results. It must not know what a result says. Its
records stream to `macros.commands.run_over_files`, and from there into the reports.
"""
