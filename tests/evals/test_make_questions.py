import json
from collections import Counter
from dataclasses import replace

import pytest

from evals import make_questions, questions_check
from evals.answer_scores import judge
from evals.gold import Sources
from evals.question_sets import Gold, read_jsonl
from ingest.document import read_document
from kb.model import Answer, Citation, Facts
from kb.organs import Organs

NOTICE = """某市人民政府办公室关于促进邮政快递业发展的实施意见
某政办发〔2024〕8号
各县（市、区）人民政府，市政府各部门：
根据《某省快递业促进办法》，为促进邮政快递业发展，现提出以下意见。
一、总体目标
到2025年，全市快递业务量达到3亿件。
二、重点任务
1．建设县级共配中心。到2025年，新建和改造县级共配中心5个。（责任单位：市交通运输局、市邮政管理局）
2．推进快递进村。建成村级网点。（责任单位：市邮政管理局）
3．加强人才培训。给予快递企业每人500元补贴。（责任单位：市人力社保局）
某市人民政府办公室
2024年3月5日
"""
RULES = """某省快递业促进办法
第一条 为了促进快递业发展，制定本办法。
第二条 在本省行政区域内从事快递业务，适用本办法。
第三条 快递企业应当按照约定投递，不得随意抛掷；违反的，由邮政管理部门责令改正。
第四条 本办法自2023年1月1日起施行。
"""
OTHER = """某县人民政府关于做好春季防火工作的通知
某县发〔2023〕2号
各乡镇人民政府：
一、加强巡查。每日巡查两次。（责任单位：县应急局、县林业局）
二、加强宣传。入户宣传率达到95%。（责任单位：县林业局）
三、方便群众。落实《某市人民政府办公室关于促进邮政快递业发展的实施意见》。（责任单位：县邮政局）
某县人民政府
2023年2月1日
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "documents"
    place.mkdir()
    for name, text in (("notice", NOTICE), ("rules", RULES), ("other", OTHER)):
        (place / f"{name}.txt").write_text(text)
    return place


def _make(folder, *options):
    to = folder.parent / "made.jsonl"
    arguments = ["--documents", str(folder), "--to", str(to), "--count", "5000", *options]
    assert make_questions.main(arguments) == 0
    return read_jsonl(to).questions


def test_questions_of_every_kind(folder, capsys):
    made = {question.question: question for question in _make(folder)}
    assert all(question.generated and not question.draft for question in made.values())
    kinds = Counter(question.kind for question in made.values())
    assert set(kinds) >= {
        "owners",
        "owners_by_number",
        "tasks_of_department",
        "count_of_tasks",
        "target",
        "article",
        "count_of_articles",
        "number",
        "title_by_number",
        "date",
        "issuer",
        "cites",
        "cited_by",
        "support_by_whom",
    }
    number = "某政办发〔2024〕8号"
    notice = "《某市人民政府办公室关于促进邮政快递业发展的实施意见》"
    owners = made["“推进快递进村”由哪些部门负责"]
    assert owners.facts == {"departments": ["市邮政管理局"]}
    assert owners.gold == (Gold(number, "（责任单位：市邮政管理局）"),)
    tasks = made[f"市邮政管理局在{notice}里有哪些任务"]
    assert tasks.facts == {"tasks": ["1", "2"]}
    assert tasks.gold_need == "all"
    assert len(tasks.gold) == 2
    target = made[f"{notice}里“全市快递业务量”的目标是多少"]
    assert target.facts == {"values": ["3亿件"], "exact": True}
    assert made["《某省快递业促进办法》一共多少条"].facts == {"count": 4}
    assert made["哪些文件引用了《某省快递业促进办法》"].facts["values"] == [notice[1:-1]]
    assert "5000" not in capsys.readouterr().out


def test_the_seed_decides_and_the_number_is_kept(folder):
    first = _make(folder, "--count", "20")
    assert len(first) == 20
    assert _make(folder, "--count", "20") == first
    assert _make(folder, "--count", "20", "--seed", "1") != first
    assert {q.kind for q in _make(folder, "--kinds", "articles")} == {
        "article",
        "count_of_articles",
    }


def test_the_quotes_are_in_the_documents(folder, capsys):
    _make(folder)
    made = str(folder.parent / "made.jsonl")
    assert questions_check.main(["check", made, "--documents", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("；没有问题")


def test_documents_left_out_are_asked_about_without_an_answer(folder, capsys):
    made = _make(folder, "--leave-out", "1")
    told = capsys.readouterr().out
    assert "留出 other.txt：《某县人民政府关于做好春季防火工作的通知》" in told
    kept = (folder.parent / "made.documents.txt").read_text().splitlines()
    assert [line.rsplit("/", 1)[-1] for line in kept] == ["notice.txt", "rules.txt"]
    unanswerable = [question for question in made if not question.answerable]
    assert unanswerable
    for question in unanswerable:
        assert "春季防火" in question.question or "某县发〔2023〕2号" in question.question
        assert (question.kind, question.gold, question.facts) == ("unanswerable", (), {})
    assert not any("春季防火" in question.question for question in made if question.answerable)
    arguments = ["--documents", str(folder), "--to", str(folder.parent / "x.jsonl")]
    assert make_questions.main([*arguments, "--leave-out", "3"]) == 1
    assert "只有 1 份文件可以留出" in capsys.readouterr().err


def test_a_set_that_somebody_wrote_is_not_written_over(folder, capsys):
    to = folder.parent / "made.jsonl"
    to.write_text('{"id": "a", "question": "谁"}')
    assert make_questions.main(["--documents", str(folder), "--to", str(to)]) == 1
    assert "没有覆盖" in capsys.readouterr().err
    assert to.read_text() == '{"id": "a", "question": "谁"}'


@pytest.mark.parametrize(
    "options",
    [["--feedback"], ["--home", "x", "--leave-out", "1"], ["--kinds", "poems"], ["--count", "0"]],
)
def test_wrong_usage(tmp_path, options):
    with pytest.raises(SystemExit) as left:
        make_questions.main(["--to", str(tmp_path / "x.jsonl"), *options])
    assert left.value.code == 2


def _cited(document, piece, marker=1):
    start = document.text.index(piece)
    return Citation(
        marker=marker,
        document_id=document.document_id,
        document_title=document.title,
        number=document.number,
        clause_id="",
        clause_label="",
        quote=piece,
        start=start,
        end=start + len(piece),
        page=None,
    )


def test_measures_are_asked_about_by_their_own_words(folder):
    made = [q for q in _make(folder, "--kinds", "support") if "补贴" in q.question]
    assert {q.kind for q in made} >= {"support_by_whom", "support_for_whom"}
    for question in made:
        quotes = [gold.quote for gold in question.gold]
        if question.kind == "support_by_whom":
            assert question.facts == {"departments": ["市人力社保局"]}
            assert quotes[0] == "（责任单位：市人力社保局）"
        if question.kind == "support_for_whom":
            assert question.facts == {"values": ["快递企业"]}
            assert len(quotes) == 1


def test_documents_without_records_are_told(tmp_path, capsys):
    (tmp_path / "plain.txt").write_text("今天天气很好。")
    to = str(tmp_path / "x.jsonl")
    arguments = ["--documents", str(tmp_path), "--to", to, "--kinds", "targets"]
    assert make_questions.main(arguments) == 1
    assert "没有可以出题的记录" in capsys.readouterr().err


def test_answers_are_judged_as_exact_sets(folder):
    made = {question.question: question for question in _make(folder)}
    document = read_document(folder / "notice.txt", Organs.load()).document
    sources = Sources([document])
    question = made[f"市邮政管理局在《{document.title}》里有哪些任务"]
    answer = Answer(
        question=question.question,
        text="两项",
        found=1,
        asked=1,
        citations=(
            _cited(document, "（责任单位：市交通运输局、市邮政管理局）"),
            _cited(document, "（责任单位：市邮政管理局）", 2),
        ),
        facts=Facts(task_numbers=("1", "2"), count=2),
    )
    assert judge(question, answer, sources).wrong == ()
    for facts in (Facts(task_numbers=("1",)), Facts(task_numbers=("1", "2", "3")), Facts()):
        assert judge(question, replace(answer, facts=facts), sources).wrong
    assert judge(question, replace(answer, citations=answer.citations[:1]), sources).wrong
    target = made[f"《{document.title}》里“全市快递业务量”的目标是多少"]
    told = replace(
        answer,
        text="达到3亿件",
        citations=(_cited(document, "全市快递业务量达到3亿件"),),
        facts=Facts(values=("3亿件",)),
    )
    assert judge(target, told, sources).wrong == ()
    assert judge(target, replace(told, facts=Facts(values=("3亿件", "5个"))), sources).wrong
    assert judge(target, replace(told, text="达到5亿件"), sources).wrong


def _feedback(path, *rows):
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))
    return path


CITED = {"number": "某发〔2024〕1号", "document_title": "通知", "quote": "由 市甲局\n负责"}
LIKED = {
    "at": "2026-01-01T00:00:00+00:00",
    "question": "谁负责？",
    "history": [],
    "answer": {"status": "answered", "text": "市甲局", "citations": [CITED]},
    "rating": "up",
    "comment": "",
    "user": "张三",
}


def test_feedback_becomes_drafts(tmp_path):
    path = _feedback(
        tmp_path / "feedback.jsonl",
        LIKED,
        {**LIKED, "question": "谁负责", "rating": "down", "comment": "漏了 市乙局", "user": "李四"},
        {**LIKED, "question": "几项", "rating": "down", "comment": "不对\n应是三项"},
        {**LIKED, "question": "没有的", "answer": {"status": "declined", "citations": [CITED]}},
        {**LIKED, "question": "无文号", "answer": {"citations": [{**CITED, "number": None}]}},
    )
    to = tmp_path / "drafts.jsonl"
    assert make_questions.main(["--feedback", str(path), "--to", str(to)]) == 0
    one, two, three, four = read_jsonl(to, drafts=True).questions
    assert all(q.draft and not q.generated and q.kind == "feedback" for q in (one, two, three))
    assert one.gold == (Gold("某发〔2024〕1号", "由市甲局负责"),)
    assert one.note == "有用\n没用：漏了 市乙局"
    assert (two.gold, two.note) == ((), "没用：不对\n应是三项")
    assert (three.gold, three.answerable) == ((), False)
    assert four.gold == (Gold("通知", "由市甲局负责"),)
    assert "张三" not in to.read_text()
    assert "李四" not in to.read_text()


def test_what_a_reviewer_did_is_kept(tmp_path):
    path = _feedback(tmp_path / "feedback.jsonl", LIKED)
    to = tmp_path / "drafts.jsonl"
    arguments = ["--home", str(tmp_path), "--feedback", "--to", str(to)]
    assert make_questions.main(arguments) == 0
    reviewed = json.loads(to.read_text())
    del reviewed["draft"]
    to.write_text(json.dumps({**reviewed, "kind": "department_of_task"}))
    _feedback(path, LIKED, {**LIKED, "question": "新的"})
    assert make_questions.main(arguments) == 0
    kept, new = read_jsonl(to, drafts=True).questions
    assert (kept.kind, kept.draft) == ("department_of_task", False)
    assert (new.question, new.draft) == ("新的", True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "feedback.jsonl 第 1 行不是 JSON"),
        ("{}", "第 1 行缺 question"),
        ('{"question": "q"}', "第 1 行的 rating 要写成 up 或 down"),
        ({**LIKED, "answer": {"citations": [3]}}, "history 或 answer 写法不对"),
        ({**LIKED, "answer": {"citations": [{}]}}, "history 或 answer 写法不对"),
        ({**LIKED, "answer": {"citations": [{**CITED, "quote": 3}]}}, "history 或 answer 写法不对"),
        ({**LIKED, "answer": {"citations": 3}}, "history 或 answer 写法不对"),
        ({**LIKED, "answer": "x"}, "history 或 answer 写法不对"),
        ({**LIKED, "history": [3]}, "history 或 answer 写法不对"),
        ({**LIKED, "history": [{"role": "user", "content": 3}]}, "history 或 answer 写法不对"),
        ({**LIKED, "history": 3}, "history 或 answer 写法不对"),
    ],
)
def test_feedback_that_cannot_be_read(tmp_path, capsys, line, told):
    path = tmp_path / "feedback.jsonl"
    path.write_text(line if isinstance(line, str) else json.dumps(line))
    to = tmp_path / "x.jsonl"
    assert make_questions.main(["--feedback", str(path), "--to", str(to)]) == 1
    assert told in capsys.readouterr().err
    assert not to.exists()


def test_a_home_without_feedback(tmp_path, capsys):
    arguments = ["--home", str(tmp_path), "--feedback", "--to", str(tmp_path / "x.jsonl")]
    assert make_questions.main(arguments) == 1
    assert "还没有评价" in capsys.readouterr().err
