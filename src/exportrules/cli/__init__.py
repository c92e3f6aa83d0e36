"""The command line: `exportrules decide`, `check`, `entries` and others."""

from exportrules.cli.main import main

__all__ = ["main"]
