import json

import pytest

from evals.questions_check import main

TEXT = """某市人民政府办公室关于促进邮政快递业发展的实施意见
某政办发〔2024〕8号
各县（市、区）人民政府，市政府各部门：
为促进邮政快递业发展，现提出以下意见。
一、总体目标
到2025年，全市快递业务量达到3亿件。
二、重点任务
1．建设县级共配中心。到2025年，新建和改造县级共配中心5个。（责任单位：市交通运输局、市邮政管理局）
2．推进快递进村。到2025年，建成村级网点100个。（责任单位：市邮政管理局）
3．加强人才培训。每年培训500人。（责任单位：市邮政管理局）
某市人民政府办公室
2024年3月5日
"""
NAME = "某政办发〔2024〕8号"


@pytest.fixture
def check(tmp_path, capsys):
    (tmp_path / "意见.txt").write_text(TEXT)

    def run(*questions, documents=("意见.txt",)):
        lines = [
            json.dumps({"id": f"q{number}", "question": f"题{number}", **question})
            for number, question in enumerate(questions, start=1)
        ]
        (tmp_path / "set.jsonl").write_text("\n".join(lines))
        paths = [str(tmp_path / name) for name in documents]
        code = main(["check", str(tmp_path / "set.jsonl"), "--documents", *paths])
        told = capsys.readouterr()
        return code, told.out.splitlines(), told.err

    return run


def _gold(*quotes, document=NAME, **fields):
    return {"gold": [{"document": document, "quote": quote} for quote in quotes], **fields}


def test_a_set_without_complaint(check):
    code, out, _ = check(
        _gold("到2025年，新建和改造县级共配中心5个", facts={"departments": ["市交通运输局"]}),
        _gold("建成 村级网点\n100个", document="意见"),
        _gold(None, document="某市人民政府办公室关于促进邮政快递业发展的实施意见"),
        {"answerable": False},
    )
    assert code == 0
    assert out == ["set：4 题，3 处引文；没有问题"]


def test_a_quote_that_is_gone_is_told_with_the_nearest_passage(check):
    code, out, _ = check(_gold("新建改造县级共配中心6个"), _gold("与此毫无关系的另一些字句"))
    assert code == 1
    assert out[0] == (
        "  q1 引文不在原文：《某市人民政府办公室关于促进邮政快递业发展的实施意见》里没有"
        "“新建改造县级共配中心6个”；最相近的是1．建设县级共配中心“新建和改造县级共配中心5个”；"
        "不同处：题中“新建改造县级”，原文“新建和改造县级”"
    )
    assert out[1].endswith("也没有相近的段落")
    assert out[2] == "set：2 题，2 处引文；引文不在原文 2"


def test_documents_that_are_not_there_are_told_once(check):
    code, out, _ = check(*(_gold("x", document="没有的文件") for _ in range(9)))
    assert code == 1
    assert out == [
        "  q1、q2、q3、q4、q5、q6、q7、q8 等 9 题 文件找不到：没有名为“没有的文件”的文件"
        "（文号、题名、文件名或编号）",
        "set：9 题，9 处引文；文件找不到 9",
    ]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (_gold("责任单位：市邮政管理局"), "引文不止一处：“责任单位：市邮政管理局”在《"),
        (
            _gold("（责任单位：市邮政管理局）3．加强人才培训"),
            "引文跨条款：“（责任单位：市邮政管理局）3．加强人才培训”跨了两条条款",
        ),
        (
            _gold("新建和改造县级共配中心5个", facts={"departments": ["市交通局"]}),
            "部门不在原文：原文里没有“市交通局”",
        ),
        ({"facts": {"departments": ["市交通局"]}}, "部门不在原文：原文里没有“市交通局”"),
    ],
)
def test_what_should_be_looked_at_is_no_failure(check, question, told):
    code, out, _ = check(question)
    assert code == 0
    assert told in out[0]


def test_questions_asked_twice(check):
    history = [{"role": "user", "content": "共配中心"}]
    code, out, _ = check(
        {"question": "谁负责？"},
        {"question": "谁负责"},
        {"question": "谁负责", "history": history},
        {"question": "谁负责", "history": history, "draft": True},
    )
    assert code == 0
    assert out[0] == "  q2 题目重复：与 q1 问的是同一句"
    assert out[1] == "  q4 题目重复：与 q3 问的是同一句"


def test_what_cannot_be_read_is_one_line(check, tmp_path, capsys):
    assert check({"gold": 3})[::2] == (1, "set.jsonl 第 1 行的 gold 要写成数组\n")
    code, _, error = check({}, documents=("没有.txt",))
    assert code == 1
    assert "没有这个文件或文件夹" in error
    home = str(tmp_path / "home")
    assert main(["check", str(tmp_path / "set.jsonl"), "--home", home]) == 1
    assert "不是知识库" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


def test_a_set_with_passages_of_its_own(tmp_path, capsys):
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text('{"_id": "p1", "text": "a"}')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "b"}')
    (tmp_path / "qrels" / "test.tsv").write_text("q1\tp1\t1\nq1\tp2\t1\n")
    assert main(["check", str(tmp_path)]) == 1
    assert "文件找不到：语料里没有 p2" in capsys.readouterr().out
