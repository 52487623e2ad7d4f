"""Encoders: texts to unit vectors.

`bundled` is the model in `model_data`, run by onnxruntime; any other name or folder is a
sentence-transformers model. The only importer of those libraries, each when it is needed.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.errors import ModelError

__all__ = [
    "BUNDLED",
    "BundledEncoder",
    "Encoder",
    "SentenceTransformerEncoder",
    "Vectors",
    "load_encoder",
]

BUNDLED = "bundled"

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]

_DATA = Path(__file__).with_name("model_data")
_CHUNK = 64  # texts between two calls of `progress`
_QUERIES = 64  # questions whose vectors are kept
_BATCHES = 512  # the same for sentence-transformers, which sorts by length within them
_MEGABYTE = 1 << 20
_DAMAGED = "随包的向量模型损坏：{} {}；请重新安装 policykb"


class Encoder(Protocol):
    """Texts to unit vectors of float32, one row each, in order."""

    @property
    def name(self) -> str:
        """What tells this encoder's vectors from another's; recorded in the index."""

    @property
    def dimension(self) -> int:
        """Columns of every result."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own prompt for them."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, with the model's own prompt; `progress` gets each count done."""


def load_encoder(setting: str) -> Encoder:
    """The encoder that a setting names: `bundled`, a folder, or a sentence-transformers name.

    Raises ModelError with one line that says what to do.
    """
    return _bundled() if setting == BUNDLED else SentenceTransformerEncoder(setting)


@cache
def _bundled() -> "BundledEncoder":
    return BundledEncoder()


class BundledEncoder:
    """The bundled model. A text's vector depends on that text alone.

    Each text is one run on one thread, and texts run side by side: the model quantises activations
    by the run, so in a batch a vector would shift with its neighbours (cosine down to 0.994), and
    batches are no faster on a CPU.

    Raises ModelError where a file is missing or is not the one that was packaged.
    """

    def __init__(self, folder: Path = _DATA) -> None:
        facts, onnx, tokens = _packaged(folder)
        import onnxruntime
        from tokenizers import Tokenizer

        self.name: str = facts["name"]
        self.dimension: int = facts["dimension"]
        self._prompts: tuple[str, str] = facts["query_prompt"], facts["passage_prompt"]
        self._tokenizer = Tokenizer.from_buffer(tokens)
        self._tokenizer.enable_truncation(facts["max_tokens"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            onnx, options, providers=["CPUExecutionProvider"]
        )
        self._threads = os.cpu_count() or 1
        self._query = lru_cache(maxsize=_QUERIES)(self._encode_query)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions; about 5 ms each, nothing for one asked just before."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self._query(text) for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages; about 60 windows of 60 characters a second and core."""
        return self._encode([self._prompts[1] + text for text in texts], progress)

    def _encode_query(self, text: str) -> Vectors:
        return self._run(self._tokenizer.encode(self._prompts[0] + text))

    def _encode(self, texts: list[str], progress: Progress | None) -> Vectors:
        found = np.empty((len(texts), self.dimension), dtype=np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            for at in range(0, len(texts), _CHUNK):
                encodings = self._tokenizer.encode_batch(texts[at : at + _CHUNK])
                for n, row in enumerate(pool.map(self._run, encodings), start=at):
                    found[n] = row
                if progress:
                    progress(len(encodings))
        return found

    def _run(self, encoding: Any) -> Vectors:
        ids = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        row: Vectors = self._session.run(None, inputs)[0][0]
        return row


def _packaged(folder: Path) -> tuple[dict[str, Any], bytes, bytes]:
    """What encoder.json says, the model and the tokenizer, each as it was packaged."""
    try:
        facts: dict[str, Any] = json.loads((folder / "encoder.json").read_bytes())
        files = {name: (folder / name).read_bytes() for name in facts["sha256"]}
        for name, data in files.items():
            if hashlib.sha256(data).hexdigest() != facts["sha256"][name]:
                raise ModelError(_DAMAGED.format(folder / name, "内容与发布时不同"))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(_DAMAGED.format(folder, error)) from error
    return facts, files["model_int8.onnx"], files["tokenizer.json"]


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its own prompts; on a GPU if there is one.

    A folder is loaded without the network. A name is looked for in the local cache first and
    fetched only if it is not there. Raises ModelError where it can be neither.
    """

    def __init__(self, setting: str) -> None:
        folder = Path(setting).expanduser()
        local = folder.is_dir()
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        self._model = _sentence_transformer(str(folder) if local else setting, local=local)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"向量模型 {setting} 没有写明向量维数；请换一个 sentence-transformers 模型"
            )
        self.name: str = f"{folder.resolve().name}@{_fingerprint(folder)}" if local else setting
        self.dimension: int = dimension
        for role, prompt in _missing_prompts(setting).items():
            if not self._model.prompts.get(role):
                self._model.prompts[role] = prompt

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._encode(self._model.encode_query, texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages."""
        rows = []
        for at in range(0, len(texts), _BATCHES):
            part = texts[at : at + _BATCHES]
            rows.append(self._encode(self._model.encode_document, part))
            if progress:
                progress(len(part))
        return np.concatenate(rows) if rows else self._encode(self._model.encode_document, [])

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows = encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        found: Vectors = np.asarray(rows, dtype=np.float32)
        return found


def _sentence_transformer(name: str, *, local: bool) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    half_is_slow = {} if torch.cuda.is_available() else {"dtype": torch.float32}
    try:
        try:
            return SentenceTransformer(name, local_files_only=True, model_kwargs=half_is_slow)
        except (OSError, ValueError):
            if local:
                raise
            return SentenceTransformer(name, model_kwargs=half_is_slow)
    except Exception as error:  # model files fail in as many ways as libraries read them
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"向量模型 {name} 加载失败：{reason}；请检查设置 embedding_model，联网下载一次，"
            "或改为 bundled 使用随包模型"
        ) from error


def _missing_prompts(setting: str) -> dict[str, str]:
    """The prompts that a family of models asks for in its documentation but not in its files."""
    name = Path(setting).name.lower()
    if "e5" in name and "instruct" not in name:
        return {"query": "query: ", "document": "passage: "}
    if name.startswith("bge-") and "-zh" in name:
        return {"query": "为这个句子生成表示以用于检索相关文章："}
    return {}


def _fingerprint(folder: Path) -> str:
    """A digest of a model folder that follows its content, not its place.

    The small JSON files count whole, weights by their size and first and last megabyte.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")) + sorted(folder.rglob("*.safetensors")):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            digest.update(file.read(_MEGABYTE))
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _MEGABYTE))
            digest.update(file.read())
        digest.update(str(size).encode())
    return digest.hexdigest()[:12]
