"""Encoders: the contract, the bundled model, sentence-transformers."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import kb.embedding
from kb.embedding import BUNDLED, BundledEncoder, Encoder, SentenceTransformerEncoder, load_encoder
from kb.errors import ModelError

TEXTS = [
    "支持快递进村，完善农村寄递物流体系。",
    "申请快递业务经营许可，应当具备下列条件。",
    "",
    "快递" * 1000,
    "义务教育阶段学校不得收取学费。",
]
DATA = Path(kb.embedding.__file__).with_name("model_data")


@pytest.fixture(scope="module")
def bundled() -> Encoder:
    return load_encoder(BUNDLED)


@pytest.fixture(scope="module")
def transformer(shared: Path) -> Encoder:
    return load_encoder(str(shared / "model"))


@pytest.fixture(params=["bundled", "transformer"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    made: Encoder = request.getfixturevalue(request.param)
    return made


def test_unit_rows_of_float32_in_order(encoder: Encoder) -> None:
    found = encoder.encode_passages(TEXTS)
    assert found.shape == (len(TEXTS), encoder.dimension)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)
    assert encoder.encode_passages(TEXTS[1:2])[0] == pytest.approx(found[1], abs=1e-4)


def test_nothing_in_nothing_out(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_a_question_is_nearest_to_its_answer(encoder: Encoder) -> None:
    queries = encoder.encode_queries(
        ["农村快递怎么发展", "办快递公司要什么许可条件", "上小学要交学费吗"]
    )
    nearest = (queries @ encoder.encode_passages(TEXTS).T).argmax(axis=1)
    assert nearest.tolist() == [0, 1, 4]


def test_questions_and_passages_have_prompts_of_their_own(encoder: Encoder) -> None:
    query, passage = encoder.encode_queries(TEXTS[:1]), encoder.encode_passages(TEXTS[:1])
    assert not np.allclose(query, passage, atol=1e-3)


def test_progress_counts_every_text(encoder: Encoder) -> None:
    counts: list[int] = []
    encoder.encode_passages(["快递"] * 150, counts.append)
    assert sum(counts) == 150


def test_a_vector_depends_on_its_text_alone(bundled: Encoder) -> None:
    together = bundled.encode_passages(TEXTS)
    alone = np.concatenate([bundled.encode_passages([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_bundled_is_the_same_model(bundled: Encoder, transformer: Encoder) -> None:
    ours, theirs = (e.encode_passages(TEXTS) for e in (bundled, transformer))
    assert (ours * theirs).sum(axis=1).min() > 0.99


def test_a_folder_is_named_by_content(transformer: Encoder, shared: Path, tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(shared / "model", copy)
    moved = SentenceTransformerEncoder(str(copy))
    assert moved.name == transformer.name
    (copy / "config.json").chmod(0o644)
    with (copy / "config.json").open("a") as file:
        file.write("\n")
    assert SentenceTransformerEncoder(str(copy)).name != transformer.name


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("model_int8.onnx", "missing"),
        ("model_int8.onnx", "cut"),
        ("model_int8.onnx", "changed"),
        ("tokenizer.json", "missing"),
        ("tokenizer.json", "cut"),
        ("encoder.json", "missing"),
        ("encoder.json", "cut"),
    ],
)
def test_damage_is_told(tmp_path: Path, name: str, harm: str) -> None:
    folder = tmp_path / "model_data"
    shutil.copytree(DATA, folder)
    path = folder / name
    data = path.read_bytes()
    path.unlink()
    if harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif harm == "changed":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ModelError, match="请重新安装 policykb") as caught:
        BundledEncoder(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("setting", ["/no/such/folder", "no/such-model"])
def test_a_missing_model_is_told_in_one_line(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="embedding_model") as caught:
        load_encoder(setting)
    assert "\n" not in str(caught.value)


def test_bundled_needs_no_heavy_library(root: Path) -> None:
    code = (
        "import sys; from kb.embedding import load_encoder;"
        "load_encoder('bundled').encode_queries(['快递']);"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'chromadb',"
        " 'llama_index', 'huggingface_hub') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
    assert done.stderr == ""
