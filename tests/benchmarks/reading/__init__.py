"""How forms in foreign layouts are read: rows, silent misreadings, refusals, false errors."""
