"""Vectors as bytes."""

import numpy as np

from kb.codes import coded, products

RNG = np.random.default_rng(11)


def unit(rows: int, size: int) -> np.ndarray:
    found = RNG.standard_normal((rows, size)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_product_of_codes_is_close() -> None:
    rows, vector = unit(2000, 384), unit(1, 384)[0]
    assert np.abs(products(coded(rows), vector) - rows @ vector).max() < 0.003


def test_codes_use_the_whole_byte_and_know_zero() -> None:
    codes = coded(np.array([[0.0, 0.0], [0.5, -1.0], [1e-6, 0.0]], dtype=np.float32))
    assert codes.values.tolist() == [[0, 0], [64, -127], [127, 0]]
    assert codes.scales.tolist() == [1.0, np.float32(1 / 127), np.float32(1e-6) / np.float32(127)]


def test_no_vectors_have_no_codes() -> None:
    codes = coded(np.empty((0, 4), dtype=np.float32))
    assert codes.values.shape == (0, 4)
    assert codes.scales.shape == (0,)
