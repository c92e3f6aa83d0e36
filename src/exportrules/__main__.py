"""The command line as `python -m exportrules`."""

from __future__ import annotations

import sys

from exportrules.cli import main

sys.exit(main())
