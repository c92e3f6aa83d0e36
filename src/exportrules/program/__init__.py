"""Run checked rules: closures over the typed form, an index by item kind and customs code."""
