"""复核线索 (K01 …): what no single form can tell, of a unit's forms beside all others of a batch.

This folder knows the index of a run and counts over it. A flag is no finding: it says its figure,
what that is compared with, and what else could explain it; it never reaches the unit. Its records
(`records.folder_results.FlagRecord`) go to the pages 复核线索 of the reports.
"""
