"""The quick dataclass is a dataclass in everything that can be seen of it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import values


def classes(make: Callable[..., Any]) -> tuple[Any, Any]:
    """The same two classes by one or the other decorator."""

    @make(frozen=True, slots=True, kw_only=True)
    class Pair:
        """Two things and what goes with them."""

        KNOWN: ClassVar[int] = 7
        one: Any
        two: Any = "two"
        many: tuple[Any, ...] = ()
        made: list[Any] = dataclasses.field(default_factory=list, hash=False)
        secret: str = dataclasses.field(default="", repr=False)

        @property
        def both(self) -> tuple[Any, Any]:
            return self.one, self.two

    @make(frozen=True, slots=True, kw_only=True)
    class Checked:
        number: int

        def __post_init__(self) -> None:
            if self.number < 0:
                raise ValueError("below zero")

    return Pair, Checked


OURS, CHECKED = classes(values.dataclass)
THEIRS, _ = classes(dataclasses.dataclass)


@dataclasses.dataclass
class Other:
    one: int = 1


@values.dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """At the top, where pickle finds it."""

    one: int
    rest: tuple[int, ...] = ()


@values.dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Without any field."""


ANY = st.one_of(st.integers(), st.text(), st.none(), st.tuples(st.integers(), st.text()))
PARTS = st.fixed_dictionaries(
    {"one": ANY}, optional={"two": ANY, "many": st.tuples(ANY), "secret": st.text()}
)


@given(PARTS, PARTS)
def test_values_are_equal_and_shown_as_the_standard_librarys_are(one: Any, other: Any) -> None:
    ours, theirs = (OURS(**one), OURS(**other)), (THEIRS(**one), THEIRS(**other))
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert repr(ours[0]) == repr(theirs[0])
    assert dataclasses.asdict(ours[0]) == dataclasses.asdict(theirs[0])
    assert ours[0].both == theirs[0].both
    assert dataclasses.replace(ours[0], one=3) == OURS(**{**one, "one": 3})
    assert copy.deepcopy(ours[0]) == ours[0] == copy.copy(ours[0])


def test_equal_values_have_one_hash() -> None:
    assert hash(Kept(one=1, rest=(2,))) == hash(Kept(one=1, rest=(2,)))
    assert len({Kept(one=1), Kept(one=1), Kept(one=2), Nothing(), Nothing()}) == 3


def test_values_of_other_classes_are_never_equal() -> None:
    assert Kept(one=1) != Other(one=1)
    assert Nothing() != Other()
    assert Nothing() == Nothing()


def test_what_is_made_for_each_is_not_shared() -> None:
    assert OURS(one=1).made is not OURS(one=1).made


@pytest.mark.parametrize("given", [{}, {"one": 1, "three": 3}])
def test_a_field_that_is_missing_or_unknown_is_an_error(given: dict[str, Any]) -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match=r"one|three"):
            Kept(**given)
    with pytest.raises(TypeError):
        Kept(1)  # type: ignore[misc]


def test_nothing_can_be_changed_added_or_taken_away() -> None:
    kept = Kept(one=1)
    for change in (
        lambda: setattr(kept, "one", 2),
        lambda: delattr(kept, "one"),
        lambda: setattr(kept, "new", 2),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert not hasattr(kept, "__dict__")
    assert kept.one == 1


def test_a_check_of_its_own_is_made() -> None:
    assert CHECKED(number=1).number == 1
    with pytest.raises(ValueError, match="below zero"):
        CHECKED(number=-1)


def test_a_value_can_be_kept_and_matched() -> None:
    assert pickle.loads(pickle.dumps(Kept(one=1, rest=(2,)))) == Kept(one=1, rest=(2,))
    match Kept(one=5):
        case Kept(one=found):
            assert found == 5
    assert [field.name for field in dataclasses.fields(Kept)] == ["one", "rest"]
    assert Kept.__doc__ == "At the top, where pickle finds it."


def test_every_other_kind_is_the_standard_librarys() -> None:
    @values.dataclass(slots=True)
    class Open:
        one: int

    thing = Open(1)
    thing.one = 2
    assert thing.one == 2

    @values.dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        one: int

        def __repr__(self) -> str:
            return "named"

    assert repr(Named(one=1)) == "named"
