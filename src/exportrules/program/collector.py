"""Python's collector of unreachable objects, paused while much is made that stays.

Reading rules and asking them for the first time makes some hundred thousand objects, hardly one of which becomes
unreachable. The collector would walk over all of them again and again, for a third of the time to the first answer.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused_collector(pause: bool = True) -> Generator[None, None, None]:
    """Pause the collector, unless the host has switched it off; threads that pause at once only pause longer."""
    if not pause or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            # what was made counts as old at once, without a walk over it (to freeze and thaw is no more than that)
            gc.freeze()
            gc.unfreeze()
        gc.enable()


__all__ = ["paused_collector"]
