"""Values at hand for those who ask again, up to so many bytes of them: a list may name hosts in their thousands."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

AROUND = 1000
"""Bytes that any value takes, whatever is in it."""


class AtHand(Generic[K, V]):
    """Values by key, each with its size in bytes. Beyond ``most`` of them, those go that were asked for longest ago."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, tuple[V, int]] = {}
        self._bytes = 0

    def keep(self, key: K, value: V, size: int = 0) -> None:
        """Keep a value, for which others may have to go."""
        self.take(key)
        self._values[key] = value, size + AROUND
        self._bytes += size + AROUND
        while self._bytes > self._most:
            self.take(next(iter(self._values)))

    def weigh(self, key: K, size: int) -> None:
        """Take note of the size of a value that was not known when it came, if it is still here."""
        if (value := self.take(key)) is not None:
            self.keep(key, value, size)

    def get(self, key: K) -> V | None:
        """The value, from now on the last to go."""
        if key not in self._values:
            return None
        value, _ = self._values[key] = self._values.pop(key)
        return value

    def take(self, key: K) -> V | None:
        """The value, which is kept no longer."""
        value, size = self._values.pop(key, (None, 0))
        self._bytes -= size
        return value
