"""What is wrong: one form, read and scored, is judged by a catalogue of rules.

This room knows rules and findings. A rule's `check` must not know sentences, files or rounding;
sentences are made by `Finding.text`, files by `reports`. Outcomes go on to `reports` and `macros`,
and as tables of pandas to whoever asks `frames` for them. What a reviewer says of them (`review`)
is joined to the records of a run at the very end (`reviewed`): neither rules nor ledger know of it.
"""
