"""Build hook: a wheel carries the bundled law compiled, so that an installation never parses it.

An editable installation gets nothing: its law may be edited, and is compiled into the user's cache instead.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileLaw(BuildHookInterface[Any]):
    """Compiles `rulesets/` with the code beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled law to a wheel."""
        if self.target_name != "wheel" or version != "standard":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from exportrules.loading import compile_bundled

            data = compile_bundled()
        finally:
            sys.path.pop(0)
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / "bundled.jsonl"
        file.write_bytes(data)
        build_data["force_include"][str(file)] = "exportrules/compiled/bundled.jsonl"
