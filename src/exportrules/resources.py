"""Where the shipped documents lie: the grammar and the law.

`grammar/` and `rulesets/` sit at the top of the checkout, because people read them; in a wheel they
lie inside the package. Both places are read through `Traversable`, so a zipped installation works.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from exportrules.errors import ExportRulesError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["Kind", "data_folder", "find_folder", "list_files", "read_at_most", "read_lines_at_most"]

Kind = Literal["grammar", "rulesets"]
CHUNK: Final = 1024 * 1024


def data_folder(kind: Kind) -> Traversable:
    """The folder of shipped documents of one kind.

    Raises:
        ExportRulesError: XR950, the installation holds no such folder.
    """
    installed = find_folder(kind)
    if installed.is_dir():
        return installed
    checkout = Path(__file__).resolve().parents[2] / kind
    if checkout.is_dir():
        return checkout
    raise ExportRulesError(
        "XR950",
        f"the installation holds no `{kind}` folder",
        "install `exportrules` again; a wheel carries the folder inside the package",
    )


def find_folder(name: str) -> Traversable:
    """A folder inside the installed package, whether it is there or not; "" is the package itself."""
    here = Path(__file__).parent
    if here.is_dir():
        return here / name if name else here
    # a zipped installation; importlib.resources costs about 20 ms to import, which nobody else pays
    from importlib.resources import files

    return files("exportrules") / name if name else files("exportrules")


def list_files(folder: Traversable, ending: str, prefix: str = "") -> list[tuple[str, Traversable]]:
    """The files below a folder whose names end so, each with its path inside it, in the order of their names."""
    found: list[tuple[str, Traversable]] = []
    for name, is_folder in _entries(folder):
        if is_folder:
            found += list_files(folder / name, ending, f"{prefix}{name}/")
        elif name.endswith(ending):
            found.append((f"{prefix}{name}", folder / name))
    return found


def _entries(folder: Traversable) -> list[tuple[str, bool]]:
    """The names in a folder in their order, and whether each is a folder."""
    if isinstance(folder, Path):
        # the folder knows what lies in it, so that no file is looked at
        with os.scandir(folder) as entries:
            return sorted((entry.name, entry.is_dir()) for entry in entries)
    return sorted((entry.name, entry.is_dir()) for entry in folder.iterdir())


def read_at_most(file: Traversable, most: int) -> bytes:
    """The bytes of a file; of a longer one no more than a byte above `most`, so that whoever reads them refuses it."""
    with file.open("rb") as stream:
        found: bytes = stream.read(most + 1)
        return found


def read_lines_at_most(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The lines of a stream; of a longer line no more than one byte above `most`, as above. The rest is passed over."""
    while line := stream.readline(most + 1):
        yield line
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK)
