import json

from evals import make_questions, questions_check

DOCUMENTS = 50
APART = "evals/gold/support/unseen.jsonl"  # documents kept for other measurements


def _named(path):
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {json.loads(line)["file"].rsplit("/", 1)[-1] for line in lines}


def test_the_quotes_of_every_question_made_are_in_the_documents(root, shared, tmp_path, capsys):
    apart = _named(root / APART)
    policies = shared / "dev" / "policies"
    names = sorted(_named(root / "evals/gold/headers.jsonl") - apart)
    files = [policies / name for name in names if (policies / name).is_file()][:DOCUMENTS]
    seed = next((shared / "seeds").iterdir())
    documents = ["--documents", *map(str, files), str(seed)]
    made = tmp_path / "made.jsonl"
    assert make_questions.main([*documents, "--to", str(made), "--count", "1000000"]) == 0
    assert questions_check.main(["check", str(made), *documents]) == 0
    told = capsys.readouterr().out.splitlines()[-1]
    assert told.endswith("；没有问题")
    assert len(made.read_text(encoding="utf-8").splitlines()) > 1000
