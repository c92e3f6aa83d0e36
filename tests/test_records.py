"""Records: classes of fields that do not change, compared by what they say."""

import pickle

import pytest

from exportrules import records


@records.frozen
class Point:
    """A place."""

    x: int
    y: int = 0
    note: str = records.field(default="", eq=False, repr=False)
    tags: list = records.field(factory=list)
    total: int = records.field(derived=lambda point: point.x + point.y, eq=False)

    def twice(self):
        return 2 * self.total


@records.frozen(eq=False)
class Thing:
    name: str


@records.frozen
class Holder:
    thing: Thing
    number: int


@records.mutable
class Counter:
    count: int = 0


def test_fields_are_given_by_place_or_by_name():
    assert Point(1, 2) == Point(x=1, y=2)
    assert Point(1).y == 0
    assert Point(1, 2).twice() == 6
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(1, z=2)
    with pytest.raises(TypeError, match="unexpected keyword argument 'total'"):
        Point(1, total=2)


def test_each_object_has_a_list_of_its_own():
    first, second = Point(1), Point(1)
    first.tags.append("a")
    assert second.tags == []


def test_a_frozen_record_does_not_change():
    point = Point(1)
    with pytest.raises(AttributeError, match="a `Point` does not change: `x` cannot be set"):
        point.x = 2
    with pytest.raises(AttributeError, match="does not change"):
        del point.x
    with pytest.raises(AttributeError):
        point.other = 1
    assert not hasattr(point, "__dict__")


def test_equality_and_hash_follow_the_fields_that_count():
    assert Point(1, note="here") == Point(1, note="there")
    assert Point(1) != Point(2)
    assert Point(1) != Counter(1)
    assert hash(Point(1, tags=())) == hash(Point(1, tags=(), note="x"))
    assert Thing("a") != Thing("a")
    assert len({Thing("a"), Thing("a")}) == 2


def test_what_changes_has_no_hash():
    counter = Counter()
    counter.count += 1
    assert counter == Counter(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)


def test_a_record_shows_its_fields():
    assert repr(Point(1, 2)) == "Point(x=1, y=2, tags=[], total=3)"


def test_replacing_makes_another():
    point = Point(1, 2, "here")
    moved = records.replace(point, x=5)
    assert (moved.x, moved.y, moved.note, moved.total) == (5, 2, "here", 7)
    assert point.x == 1


def test_records_survive_pickling():
    point = Point(1, 2, "here", [1])
    found = pickle.loads(pickle.dumps(point))
    assert (found, found.note, found.total) == (point, "here", 3)


def test_a_record_can_be_taken_apart():
    assert [field.name for field in records.fields(Point)] == ["x", "y", "note", "tags", "total"]
    assert records.is_record(Point)
    assert not records.is_record(int)
    outer = Holder(Thing("a"), 1)
    assert records.as_dict(records.replace(Point(1), tags=[Thing("b")]))["tags"] == [{"name": "b"}]
    match outer:
        case Holder(Thing(name), _):
            assert name == "a"


def test_a_maker_gives_what_the_class_gives():
    @records.frozen
    class Point:
        x: int
        y: int = 2
        total: int = records.field(derived=lambda point: point.x + point.y)

    made = records.maker(Point)(1, 2, 3)
    assert type(made) is Point
    assert made == Point(1)
    assert (made.total, repr(made), hash(made)) == (3, repr(Point(1)), hash(Point(1)))
    with pytest.raises(AttributeError, match="does not change"):
        made.x = 5
