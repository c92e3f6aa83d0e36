"""Classes of named fields with slots, most of them frozen: what attrs does, at a sixth of its cost at import.

Some two hundred small classes hold what this library knows. Making them with attrs takes a third of the time from
the start of a process to its first answer (half a millisecond a class, and as long as thirty of them to import).
Here each class gets a written `__init__`, and everything else from one function that serves all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, Final, TypeVar, cast, dataclass_transform, overload

Class = TypeVar("Class", bound=type)
Record = TypeVar("Record")
Value = TypeVar("Value")
NOTHING: Final = object()
"""Stands for "no default"."""


class Field:
    """One field of a record: its name, its default, and where it counts."""

    __slots__ = ("default", "derived", "eq", "factory", "init", "name", "repr")

    def __init__(
        self,
        default: Any = NOTHING,
        factory: Callable[[], Any] | None = None,
        derived: Callable[[Any], Any] | None = None,
        *,
        init: bool = True,
        eq: bool = True,
        repr: bool = True,  # noqa: A002 - as everybody calls it
    ) -> None:
        self.name = ""
        self.default = default
        self.factory = factory
        self.derived = derived
        self.init = init and derived is None
        self.eq = eq
        self.repr = repr


@overload
def field(*, default: Value, init: bool = True, eq: bool = True, repr: bool = True) -> Value: ...
@overload
def field(*, factory: Callable[[], Value], eq: bool = True, repr: bool = True) -> Value: ...
@overload
def field(*, derived: Callable[[Any], Value], eq: bool = True, repr: bool = True) -> Value: ...
@overload
def field(*, eq: bool = True, repr: bool = True) -> Any: ...
def field(
    *,
    default: Any = NOTHING,
    factory: Callable[[], Any] | None = None,
    derived: Callable[[Any], Any] | None = None,
    init: bool = True,
    eq: bool = True,
    repr: bool = True,  # noqa: A002 - as everybody calls it
) -> Any:
    """A field that is more than a name.

    `factory` makes a default for each object, `derived` the value from the fields before it; `eq` and `repr` say
    whether it counts when records are compared and shown.
    """
    return Field(default, factory, derived, init=init, eq=eq, repr=repr)


@overload
def frozen(cls: Class, /) -> Class: ...
@overload
def frozen(*, eq: bool = True) -> Callable[[Class], Class]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, eq: bool = True) -> Any:
    """A class whose objects do not change; with `eq` they are equal, and hash alike, by their fields."""
    return partial(_make, eq=eq, is_frozen=True) if cls is None else _make(cls, eq, True)


@overload
def mutable(cls: Class, /) -> Class: ...
@overload
def mutable(*, eq: bool = True) -> Callable[[Class], Class]: ...
@dataclass_transform(field_specifiers=(field,))
def mutable(cls: Any = None, /, *, eq: bool = True) -> Any:
    """A class whose objects change; with `eq` they are equal by their fields, and have no hash."""
    return partial(_make, eq=eq, is_frozen=False) if cls is None else _make(cls, eq, False)


def maker(cls: type[Record]) -> Callable[..., Record]:
    """What makes objects of a frozen class at a third of the cost, from the values of all fields in their order.

    The fields are set on an object of a class with the same slots that does let them be set.
    """
    names = [item.name for item in fields(cls)]
    blank = type(cls.__name__, (), {"__slots__": tuple(names)})
    lines = (
        f"def make({', '.join(names)}):",
        " made = new(blank)",
        *(f" made.{name} = {name}" for name in names),
        " made.__class__ = cls",
        " return made",
    )
    known: dict[str, Any] = {"new": object.__new__, "blank": blank, "cls": cls}
    exec(compile("\n".join(lines), f"<maker of {cls.__name__}>", "exec"), known)  # noqa: S102 - names of fields alone
    make: Callable[..., Record] = known["make"]
    return make


def is_record(cls: type[Any]) -> bool:
    """Whether a class was made here."""
    return hasattr(cls, "__fields__")


def fields(cls: type[Any]) -> tuple[Field, ...]:
    """The fields of a record class in their order."""
    found: tuple[Field, ...] = cls.__fields__
    return found


def _fields_of(record: Any) -> tuple[Field, ...]:
    found: tuple[Field, ...] = record.__fields__
    return found


def replace(record: Record, **changes: Any) -> Record:
    """The same record with other values for some fields."""
    for item in _fields_of(record):
        if item.init and item.name not in changes:
            changes[item.name] = getattr(record, item.name)
    return type(record)(**changes)


def as_dict(record: Any) -> dict[str, Any]:
    """The fields of a record by name, records below it likewise."""
    return {item.name: _plain(getattr(record, item.name)) for item in _fields_of(record)}


def _plain(value: Any) -> Any:
    if hasattr(value, "__fields__"):
        return as_dict(value)
    if isinstance(value, list | tuple):
        items: list[Any] = [_plain(item) for item in cast("list[Any]", value)]
        return items if isinstance(value, list) else tuple(items)
    return value


# ---- making a class ----------------------------------------------------------------------------------


def _make(cls: type[Any], eq: bool, is_frozen: bool) -> type[Any]:
    space = dict(vars(cls))
    found = _read_fields(space)
    for name in ("__dict__", "__weakref__", *(item.name for item in found)):
        space.pop(name, None)
    names = tuple(item.name for item in found)
    space |= {"__slots__": names, "__fields__": found, "__match_args__": names, "__qualname__": cls.__qualname__}
    space |= {"__getstate__": _get_state, "__setstate__": _set_state}
    space.setdefault("__repr__", _show)
    if eq:
        space |= _comparison([item.name for item in found if item.eq], is_frozen)
    if is_frozen:
        space |= {"__setattr__": _refuse, "__delattr__": _refuse}
    made: Any = type(cls.__name__, cls.__bases__, space)
    made.__init__ = _write_init(made, found, is_frozen)
    whole: type[Any] = made
    return whole


def _read_fields(space: dict[str, Any]) -> tuple[Field, ...]:
    found: list[Field] = []
    for name in space.get("__annotations__", ()):
        told = space.get(name, NOTHING)
        item = told if isinstance(told, Field) else Field(told)
        item.name = name
        found.append(item)
    return tuple(found)


def _write_init(cls: type[Any], found: tuple[Field, ...], is_frozen: bool) -> Any:
    """The function that sets each field; in a frozen class by its slot, which is the fastest way there."""
    known: dict[str, Any] = {"NOTHING": NOTHING}
    heads = ["self"]
    lines: list[str] = []
    for item in found:
        name = item.name
        known[f"set_{name}"] = getattr(cls, name).__set__
        value = name
        if item.derived is not None:
            known[f"derive_{name}"] = item.derived
            value = f"derive_{name}(self)"
        elif not item.init:
            known[f"default_{name}"] = item.default
            value = f"default_{name}"
        elif item.factory is not None:
            known[f"make_{name}"] = item.factory
            heads.append(f"{name}=NOTHING")
            value = f"make_{name}() if {name} is NOTHING else {name}"
        elif item.default is not NOTHING:
            known[f"default_{name}"] = item.default
            heads.append(f"{name}=default_{name}")
        else:
            heads.append(name)
        lines.append(f" set_{name}(self, {value})" if is_frozen else f" self.{name} = {value}")
    text = "\n".join((f"def __init__({', '.join(heads)}):", *(lines or [" pass"])))
    exec(compile(text, f"<fields of {cls.__name__}>", "exec"), known)  # noqa: S102 - names of fields and nothing else
    known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return known["__init__"]


def _comparison(names: list[str], is_frozen: bool) -> dict[str, Any]:
    """`__eq__` and `__hash__` over some fields; what changes has no hash."""
    values: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def digest(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": digest if is_frozen else None}


def _show(self: Any) -> str:
    shown = (f"{item.name}={getattr(self, item.name)!r}" for item in _fields_of(self) if item.repr)
    return f"{type(self).__name__}({', '.join(shown)})"


def _refuse(self: Any, name: str, _: Any = None) -> None:
    raise AttributeError(f"a `{type(self).__name__}` does not change: `{name}` cannot be set or deleted")


def _get_state(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, item.name) for item in _fields_of(self))


def _set_state(self: Any, state: tuple[Any, ...]) -> None:
    for item, value in zip(_fields_of(self), state, strict=True):
        object.__setattr__(self, item.name, value)


__all__ = ["NOTHING", "Field", "as_dict", "field", "fields", "frozen", "is_record", "maker", "mutable", "replace"]
