"""Side-by-side runs of the whole check and of what a person would otherwise write, as ratios.

`python -m tests.benchmarks` prints the table of README. Nothing here is timed in the test suite.
"""
