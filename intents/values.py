"""The standard library's `dataclass`, for values that never change, without its price at import.

A frozen dataclass costs a third of a millisecond to make (less from Python 3.13 on), because each of its methods is
written as text and compiled. There are more than a hundred of them, and most of what a start takes would go there.
Here all frozen classes with slots have the same methods, and nothing is compiled.

For types and for readers this is `dataclasses.dataclass`; every other kind of dataclass is made by that itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - handed on to those who check types
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, **more: Any
    ) -> Any:
        """As the standard library's, with the same arguments."""
        if cls is None and frozen and slots and more == {"kw_only": True}:
            return _value
        return dataclasses.dataclass(cls, frozen=frozen, slots=slots, **more)


_OURS = ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__")


def _value(plain: type[Any]) -> type[Any]:
    if plain.__bases__ != (object,) or any(name in plain.__dict__ for name in _OURS):
        # Whoever inherits or brings methods along gets what the standard library makes of that.
        return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(plain)
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(plain)
    fields = dataclasses.fields(made)
    names = [field.name for field in fields]
    shown = [field.name for field in fields if field.repr]
    compared = _held(field.name for field in fields if field.compare)
    hashed = _held(field.name for field in fields if (field.compare if field.hash is None else field.hash))

    # The slots themselves are set: past `__setattr__`, which refuses.
    slots = [
        (field.name, getattr(made, field.name).__set__, field.default, field.default_factory)
        for field in fields
    ]
    checked = hasattr(made, "__post_init__")

    def init(self: Any, **given: Any) -> None:
        for name, put, default, make in slots:
            if name in given:
                put(self, given.pop(name))
            elif default is not dataclasses.MISSING:
                put(self, default)
            elif make is not dataclasses.MISSING:
                put(self, make())
            else:
                raise TypeError(f"{made.__qualname__}() is missing {name!r}")
        if given:
            raise TypeError(f"{made.__qualname__}() has no {', '.join(map(repr, given))}")
        if checked:
            self.__post_init__()

    def text(self: Any) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def equal(self: Any, other: object) -> bool:
        return (
            bool(compared(self) == compared(other)) if other.__class__ is self.__class__ else NotImplemented
        )

    made.__init__, made.__repr__, made.__eq__ = init, text, equal
    made.__hash__ = lambda self: hash(hashed(self))
    made.__setattr__, made.__delattr__ = _refuse, _refuse
    made.__getstate__ = lambda self: [getattr(self, name) for name in names]
    made.__setstate__ = lambda self, state: init(self, **dict(zip(names, state, strict=True)))
    return plain if TYPE_CHECKING else made


def _held(names: Iterable[str]) -> Callable[[Any], Any]:
    listed = tuple(names)
    return attrgetter(*listed) if listed else type


def _refuse(self: object, name: str, *value: object) -> None:  # noqa: ARG001 - nothing is ever set
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
