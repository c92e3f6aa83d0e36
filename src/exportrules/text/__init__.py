"""Sources, places in them, and diagnostics as data."""

from exportrules.text.diagnostic import Diagnostic, Diagnostics, render_diagnostic
from exportrules.text.source import NOWHERE, Source, Span

__all__ = ["NOWHERE", "Diagnostic", "Diagnostics", "Source", "Span", "render_diagnostic"]
