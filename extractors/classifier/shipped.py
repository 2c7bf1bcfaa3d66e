"""The models that come with the project, each read from its file once, and others that are used for a while instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from importlib.resources import files
from io import BytesIO
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Model = TypeVar("Model")


class Shipped(Generic[Model]):
    """The model in a file of ``extractors/data``, made of its arrays when it is first asked for."""

    def __init__(self, file: str, from_arrays: Callable[[Mapping[str, NDArray[Any]]], Model]) -> None:
        self._file = file
        self._from_arrays = from_arrays
        self._instead: list[Model] = []

    @property
    def in_use(self) -> Model:
        """The model to judge by: the house's own, unless another is used for a while."""
        return self._instead[-1] if self._instead else self._own

    @contextmanager
    def replaced(self, model: Model) -> Iterator[None]:
        """Judge by another model for a while: how a benchmark reads what the house's own has been trained on."""
        self._instead.append(model)
        try:
            yield
        finally:
            self._instead.pop()

    @cached_property
    def _own(self) -> Model:
        data = files("extractors").joinpath("data", self._file).read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            return self._from_arrays(arrays)
