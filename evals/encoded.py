"""An encoder that keeps what it has encoded, so that an evaluation run again is quick."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock
from tqdm import tqdm

from kb.embedding import Encoder, Progress, Vectors
from kb.rows import keys_of

__all__ = ["StoredEncoder"]

_BATCH = 512


class StoredEncoder:
    """Encodes each passage once; its vectors lie in a folder, by its text and the model's name."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = encoder.name
        self.dimension = encoder.dimension
        self._encoder = encoder
        stem = f"passages-{hashlib.sha256(encoder.name.encode()).hexdigest()[:12]}"
        self._keys, self._rows = folder / f"{stem}.keys", folder / f"{stem}.f32"
        self._keys.touch()
        self._rows.touch()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions; these are not kept."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, those kept already and those encoded now."""
        keys = keys_of(texts)
        held = set(np.fromfile(self._keys, dtype=np.uint64).tolist())
        new = [text for text, key in zip(texts, keys.tolist(), strict=True) if key not in held]
        with tqdm(total=len(new), desc="encode", unit="段", mininterval=5, disable=not new) as bar:
            for at in range(0, len(new), _BATCH):
                self._keep(new[at : at + _BATCH], bar)
        if progress is not None:
            progress(len(texts))
        stored = np.fromfile(self._keys, dtype=np.uint64)
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows = np.memmap(self._rows, dtype=np.float32, mode="r").reshape(-1, self.dimension)
        order = np.argsort(stored, kind="stable")
        vectors: Vectors = rows[order[np.searchsorted(stored, keys, sorter=order)]]
        return vectors

    def _keep(self, texts: Sequence[str], bar: "tqdm[str]") -> None:
        vectors = self._encoder.encode_passages(texts, bar.update)
        with FileLock(self._keys.with_suffix(".lock")):
            with self._rows.open("ab") as file:
                file.write(vectors.astype(np.float32).tobytes())
            with self._keys.open("ab") as file:
                file.write(keys_of(texts).tobytes())
