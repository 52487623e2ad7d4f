import json
import time

import pytest

from evals.loaders import load_set
from evals.question_sets import Gold, SetError

CORPUS = [{"_id": "p1", "title": "通知", "text": "一、要求"}, {"_id": 2, "text": "二、措施"}]
QUERIES = [{"_id": "q1", "text": "要求"}, {"_id": "q2", "text": "措施"}, {"_id": "q3", "text": "x"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\tp1\t2\nq1\t2\t0\nq2\t2\t1\nq2\tgone\t1\nq9\tp1\t1\n"


def _jsonl(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _beir(folder, *, corpus=None, queries=None, qrels=QRELS, split="test"):
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    (folder / "corpus.jsonl").write_text(_jsonl(CORPUS) if corpus is None else corpus)
    (folder / "queries.jsonl").write_text(_jsonl(QUERIES) if queries is None else queries)
    (folder / "qrels" / f"{split}.tsv").write_text(qrels)
    return folder


def _trec(folder, *, topics, qrels="1 0 d1 1\n2 0 d2 2\n2 0 d1 0\n", corpus, name="corpus.sgml"):
    folder.mkdir(exist_ok=True)
    (folder / "topics.txt").write_text(topics)
    (folder / "qrels.txt").write_text(qrels)
    (folder / name).write_text(corpus)
    return folder


def test_a_beir_folder(tmp_path):
    found = load_set(_beir(tmp_path / "some"))
    assert found.name == "some"
    assert found.passages == {"p1": ("通知", "一、要求"), "2": ("", "二、措施")}
    assert [(q.id, q.question, q.gold) for q in found.questions] == [
        ("q1", "要求", (Gold("p1", None, 2),)),
        ("q2", "措施", (Gold("2"), Gold("gone"))),
    ]
    assert found.notes == (
        "some：1 个查询没有正面的判断，没有计入",
        "some：qrels 里有 1 个查询不在题目文件里，没有计入",
        "some：判为有用的有 1 段不在语料里，仍算没有找到",
    )


def test_the_split_is_test_or_the_only_one_or_the_one_that_is_named(tmp_path):
    folder = _beir(tmp_path / "some", split="dev")
    assert load_set(folder).name == "some-dev"
    _beir(folder, split="train")
    with pytest.raises(SetError, match=r"dev\.tsv、train\.tsv；请指明一份"):
        load_set(folder)
    assert load_set(folder / "qrels" / "train.tsv").name == "some-train"
    _beir(folder)
    assert load_set(folder).name == "some"


def test_marks_and_line_ends_of_windows(tmp_path):
    folder = _beir(tmp_path / "some")
    for path in (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / "test.tsv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [q.gold[0].document for q in load_set(folder).questions] == ["p1", "2"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"corpus": '{"_id": "p1"'}, "corpus.jsonl 第 1 行不是 JSON"),
        ({"corpus": "[" * 100_000}, "corpus.jsonl 第 1 行不是 JSON"),
        ({"corpus": "3\n"}, "corpus.jsonl 第 1 行不是 JSON 对象"),
        ({"corpus": '\n{"_id": "p1"}\n'}, "corpus.jsonl 第 2 行缺 _id 或 text"),
        ({"corpus": _jsonl([CORPUS[0]] * 2)}, "corpus.jsonl 第 2 行：编号 p1 重复"),
        ({"corpus": ""}, "corpus.jsonl 里没有内容"),
        ({"queries": _jsonl([QUERIES[0]] * 2)}, "queries.jsonl 第 2 行：编号 q1 重复"),
        ({"qrels": "q1\tp1\n"}, "test.tsv 第 1 行有 2 列，应有 3 列"),
        ({"qrels": "q1\tp1\t1\nq1\t2\tyes\n"}, "test.tsv 第 2 行的等级 yes 不是整数"),
        ({"qrels": "q1\tp1\t1\nq1\tp1\t2\n"}, "test.tsv 第 2 行：q1 对 p1 有两个不同的等级"),
        ({"qrels": "q1\tp1\t0\n"}, "没有一个查询有正面的判断"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path, files, message):
    with pytest.raises(SetError) as error:
        load_set(_beir(tmp_path / "some", **files))
    assert message in str(error.value)


def test_other_encodings_are_told(tmp_path):
    folder = _beir(tmp_path / "some")
    (folder / "corpus.jsonl").write_bytes('{"_id": "1", "text": "由谁负责"}'.encode("gb18030"))
    with pytest.raises(SetError, match="不是 UTF-8；请先转换编码"):
        load_set(folder)


def test_a_folder_without_judgements(tmp_path):
    folder = _beir(tmp_path / "some")
    (folder / "qrels" / "test.tsv").unlink()
    with pytest.raises(SetError, match=r"里没有 \.tsv 文件"):
        load_set(folder)


SGML = (
    "<DOC>\n<DOCNO> d1 </DOCNO>\n<HEADLINE>要求</HEADLINE>\n<TEXT>\n<P>第一</P> &amp; 二\n</TEXT>\n"
    "</DOC>\n<doc><docno>d2</docno>没有正文标记的</doc>\n"
)


@pytest.mark.parametrize(
    "topics",
    [
        "1\t什么要求\n\n2\t什么措施\n",
        "<top>\n<num> Number: 1\n<title> Topic: 什么要求\n<desc> Description:\n详细\n</top>\n"
        "<top>\n<num>2</num>\n<title>什么措施</title>\n</top>\n",
        '<topics><topic number="1"><query>什么要求</query><question>x</question></topic>'
        "<topic id='2'><title>什么措施</title></topic></topics>",
    ],
)
def test_a_trec_folder(tmp_path, topics):
    found = load_set(_trec(tmp_path / "some", topics=topics, corpus=SGML))
    assert [(q.id, q.question) for q in found.questions] == [("1", "什么要求"), ("2", "什么措施")]
    assert found.questions[1].gold == (Gold("d2", None, 2),)
    assert found.passages is not None
    assert found.passages["d1"][0] == "要求"
    assert found.passages["d1"][1].split() == ["第一", "&", "二"]
    assert found.passages["d2"] == ("", "没有正文标记的")


def test_texts_of_trec_as_jsonl_and_in_a_folder(tmp_path):
    rows = [{"id": "d1", "text": "一"}, {"id": "d2", "title": "t", "contents": "二"}]
    found = load_set(
        _trec(tmp_path / "a", topics="1\tx\n", corpus=_jsonl(rows), name="corpus.jsonl")
    )
    assert found.passages == {"d1": ("", "一"), "d2": ("t", "二")}
    folder = _trec(tmp_path / "b", topics="1\tx\n", corpus=SGML)
    (folder / "docs").mkdir()
    (folder / "corpus.sgml").rename(folder / "docs" / "one.sgml")
    assert set(load_set(folder).passages or ()) == {"d1", "d2"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"topics": "1 x\n"}, "topics.txt 第 1 行要写成"),
        ({"topics": "<top><title>x</title></top>"}, "topics.txt 第 1 题缺编号"),
        ({"topics": "<top><num>1</num></top>"}, "topics.txt 第 1 题缺编号"),
        ({"corpus": "就是文字"}, "没有 <DOC>"),
        ({"corpus": "<DOC>x</DOC>"}, "corpus.sgml 第 1 个 <DOC>没有 <DOCNO>"),
        ({"corpus": SGML + SGML}, "第 3 个 <DOC>：编号 d1 重复"),
        ({"qrels": "1 d1 1\n"}, "qrels.txt 第 1 行有 3 列，应有 4 列"),
    ],
)
def test_what_is_wrong_in_files_of_trec(tmp_path, files, message):
    with pytest.raises(SetError) as error:
        load_set(_trec(tmp_path / "some", **{"topics": "1\tx\n", "corpus": SGML, **files}))
    assert message in str(error.value)


def test_two_files_of_topics(tmp_path):
    folder = _trec(tmp_path / "some", topics="1\tx\n", corpus=SGML)
    (folder / "topics2.txt").write_text("1\tx\n")
    with pytest.raises(SetError, match=r"topics\.txt、topics2\.txt，不知道用哪一份"):
        load_set(folder)


def test_files_and_folders_that_are_none(tmp_path):
    with pytest.raises(SetError, match="没有 "):
        load_set(tmp_path / "none")
    with pytest.raises(SetError, match="不是题目：BEIR 要有"):
        load_set(tmp_path)


def test_a_file_is_read_as_our_own(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text('{"id": "a", "question": "谁"}')
    assert load_set(path).questions[0].question == "谁"


def test_huge_judgements_take_seconds(tmp_path):
    qrels = "".join(f"q{n % 2 + 1}\tp{n}\t{n % 3}\n" for n in range(500_000))
    begun = time.perf_counter()
    found = load_set(_beir(tmp_path / "some", qrels=qrels))
    assert sum(len(q.gold) for q in found.questions) == 333_333
    assert time.perf_counter() - begun < 20


def test_tags_without_end_take_no_time(tmp_path):
    begun = time.perf_counter()
    hostile = "<DOC><DOCNO>d1</DOCNO>" + "<TEXT>" * 100_000 + "<" * 100_000 + "&" * 100_000
    load_set(_trec(tmp_path / "a", topics="1\tx\n", corpus=hostile))
    topics = "<top>" + "<num>1" + "<title" * 50_000 + "<title>x" * 10_000
    load_set(_trec(tmp_path / "b", topics=topics, corpus=SGML))
    assert time.perf_counter() - begun < 10
