"""Tables whose entries are made on first use, and stay what they are from then on."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from typing import Any, Generic, TypeVar, overload

Key = TypeVar("Key")
Entry = TypeVar("Entry")
Handle = TypeVar("Handle")


class Table(Mapping[Key, Entry], Generic[Key, Entry]):
    """A mapping that makes an entry from its handle when it is first asked for; the keys cost nothing."""

    __slots__ = ("_handles", "_made", "_make")

    def __init__(self, handles: Mapping[Key, Any], make: Callable[[Any], Entry]) -> None:
        self._handles = handles
        self._make = make
        self._made: dict[Key, Entry] = {}

    def __getitem__(self, key: Key) -> Entry:
        made = self._made
        if key in made:
            return made[key]
        # of two threads that make an entry at once, the first one's is kept
        return made.setdefault(key, self._make(self._handles[key]))

    @overload
    def get(self, key: Key, /) -> Entry | None: ...
    @overload
    def get(self, key: Key, /, default: Entry) -> Entry: ...
    @overload
    def get(self, key: Key, /, default: Any) -> Any: ...
    def get(self, key: Key, /, default: Any = None) -> Any:
        """The entry, or the default where there is none."""
        made = self._made
        if key in made:
            return made[key]
        return self[key] if key in self._handles else default

    def __contains__(self, key: object) -> bool:
        return key in self._handles

    def __iter__(self) -> Iterator[Key]:
        return iter(self._handles)

    def __len__(self) -> int:
        return len(self._handles)

    def keys(self) -> KeysView[Key]:
        """The keys, in their order."""
        return self._handles.keys()

    def values(self) -> ValuesView[Entry]:
        """Every entry, in the order of the keys."""
        return self._whole().values()

    def items(self) -> ItemsView[Key, Entry]:
        """Every key with its entry, in their order."""
        return self._whole().items()

    def _whole(self) -> Mapping[Key, Entry]:
        return {key: self[key] for key in self._handles}


class Found(dict[str, Entry]):
    """What a function finds of a name, found when it is first asked; after that one look-up, faster than a table's."""

    def __init__(self, find: Callable[[str], Entry]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, name: str) -> Entry:
        found = self[name] = self._find(name)
        return found


class Row(Sequence[Entry], Generic[Entry]):
    """A sequence that makes an entry from its number when it is first asked for.

    Of the lines of a block it is told beforehand what would else be seen only by making them: `needs` are the kinds of
    items without which the line of a place certainly fails, or None (or nothing at all); of lines that stand `apart`
    no two test one fact.
    """

    __slots__ = ("_items", "_make", "apart", "needs")

    def __init__(
        self,
        numbers: Iterable[int],
        make: Callable[[int], Entry],
        needs: Sequence[frozenset[str] | None] = (),
        *,
        apart: bool = False,
    ) -> None:
        self.needs = needs
        self.apart = apart
        # an entry takes the place of its number: there are thousands of rows, most of them short
        self._items: list[Any] = list(numbers)
        self._make = make

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        found = self._items[index]
        if type(found) is int:
            # of two threads that make an entry at once, both get the one that the maker made first
            found = self._items[index] = self._make(found)
        entry: Entry = found
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return (self[place] for place in range(len(self._items)))

    def __len__(self) -> int:
        return len(self._items)


__all__ = ["Found", "Row", "Table"]
