"""Rulesets compiled ahead into plain data: what the checker found out once need not be found out again."""
