"""A LightGBM forest as the arrays that :class:`extractors.classifier.forest.Forest` evaluates."""

from __future__ import annotations

from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from extractors.classifier.forest import MOST_LEAVES

_ALL = (1 << MOST_LEAVES) - 1


def arrays_of(booster: lgb.Booster, prefix: str) -> dict[str, NDArray[Any]]:
    """The forest's features, thresholds, masks and leaves, each name with the prefix."""
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    shape = (MOST_LEAVES - 1, len(trees))
    features = np.zeros(shape, dtype=np.int16)
    thresholds = np.full(shape, np.inf, dtype=np.float32)  # a node that is not there never fails
    masks = np.full(shape, _ALL, dtype=np.uint16)
    leaves = np.zeros((len(trees), MOST_LEAVES), dtype=np.float32)
    for number, tree in enumerate(trees):
        nodes: list[tuple[int, float, int]] = []
        values: list[float] = []
        _walk(tree, nodes, values)
        leaves[number, : len(values)] = values
        for place, (feature, threshold, mask) in enumerate(nodes):
            features[place, number] = feature
            thresholds[place, number] = _round_down(threshold)
            masks[place, number] = mask
    arrays: dict[str, NDArray[Any]] = {"features": features, "thresholds": thresholds, "masks": masks, "leaves": leaves}
    return {f"{prefix}_{name}": array for name, array in arrays.items()}


def _walk(node: dict[str, Any], nodes: list[tuple[int, float, int]], values: list[float]) -> None:
    """Number the leaves from left to right; a node's mask keeps all leaves but those of its left side."""
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return
    start = len(values)
    place = len(nodes)
    nodes.append((node["split_feature"], node["threshold"], _ALL))
    _walk(node["left_child"], nodes, values)
    left = ((1 << len(values)) - 1) & ~((1 << start) - 1)
    nodes[place] = (node["split_feature"], node["threshold"], _ALL & ~left)
    _walk(node["right_child"], nodes, values)


def _round_down(threshold: float) -> np.float32:
    """The greatest 32-bit number not above the threshold, so that 32-bit features fall on the same side."""
    rounded = np.float32(threshold)
    return rounded if rounded <= threshold else np.nextafter(rounded, np.float32(-np.inf))
