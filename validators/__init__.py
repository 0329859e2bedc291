"""What is wrong: one form, read and scored, is judged by a catalogue of rules.

Here stands what a rule is made of: `rule`, the `filing` it looks at, the `engine` that applies it,
and how its facts become a sentence (`wording`). A rule must not know sentences, files or rounding.
`checking` judges one file, `records` says what came of it as data, `bulk` does so for many,
`review` joins what a reviewer said, `frames` and `reports` show it.
"""
