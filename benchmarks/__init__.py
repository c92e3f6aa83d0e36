"""Measures exportrules beside other rules engines, on a synthetic control list and on the real law."""
