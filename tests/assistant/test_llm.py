"""Answers with a language model: a real server on the loopback that says what each test needs."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pytest
from scripted_model import KEY, Script, scripted

from assistant.among import Assistants
from assistant.answer import Assistant
from assistant.cli import main
from assistant.llm import language_model, without_thinking
from assistant.understand import Turn
from assistant.web.chat import Chat
from assistant.web.conversation import Conversation
from ingest.pipeline import ingest
from kb.errors import SettingsError
from kb.knowledge import KnowledgeBase
from kb.model import Answer, Status
from kb.settings import Settings, load_settings

DOCUMENTS = Path(__file__).with_name("model_docs")
ASKED = "快递企业开办快递末端网点要多久备案"
GOOD = "快递企业开办快递末端网点，应当自开办之日起20日内向市邮政管理局备案"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    home = tmp_path_factory.mktemp("home")
    (home / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    made = KnowledgeBase(load_settings(home))
    report = ingest(made, [DOCUMENTS], lambda *_: None)
    assert report.count("added") == len(list(DOCUMENTS.iterdir()))
    return made


@pytest.fixture
def script() -> Iterator[Script]:
    with scripted() as running:
        yield running


@pytest.fixture
def settings(kb: KnowledgeBase, script: Script, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings as a user gives them."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("POLICYKB_LLM", script.address)
    monkeypatch.setenv("POLICYKB_LLM_MODEL", "scripted")
    monkeypatch.setenv("POLICYKB_LLM_KEY", KEY)
    monkeypatch.setenv("POLICYKB_LLM_TIMEOUT", "5")
    return load_settings(kb.settings.home)


@pytest.fixture
def assistant(kb: KnowledgeBase, settings: Settings) -> Assistant:
    return Assistant(kb, language_model(settings))


def extractive(assistant: Assistant, question: str = ASKED) -> Answer:
    return Assistant(assistant.kb).ask(question)


def check_fallback(assistant: Assistant, answer: Answer, *told: str) -> None:
    """The answer without a model, with one line on why."""
    plain = extractive(assistant)
    assert (answer.text, answer.citations) == (plain.text, plain.citations)
    assert (answer.model, answer.status) == ("extractive", Status.ANSWERED)
    line = answer.problems[0]
    assert "\n" not in line
    assert "以下为原文摘引" in line
    for words in told:
        assert words in line
    assert KEY not in line
    assert "secret" not in line


# ---- what the model gets, and a good reply


def test_no_model_unless_the_settings_name_one(kb: KnowledgeBase) -> None:
    assert Assistant(kb).model is None
    assert Assistant(kb).ask(ASKED).model == "extractive"


def test_a_reply_that_stands_is_the_answer(assistant: Assistant, script: Script) -> None:
    script.says(GOOD[:9], GOOD[9:], "[1]", "。")
    answer = assistant.ask(ASKED)
    assert (answer.model, answer.status, answer.problems) == ("scripted", Status.ANSWERED, ())
    assert answer.text == f"{GOOD}[1]。"
    [citation] = answer.citations
    document = assistant.kb.snapshot().documents[citation.document_id]
    assert document.text[citation.start : citation.end] == citation.quote
    assert citation.clause_label.startswith("第三条")


def test_the_request_is_a_chat_without_chance(assistant: Assistant, script: Script) -> None:
    script.says(GOOD, "[1]。")
    assistant.ask(ASKED)
    [request] = script.requests
    assert (request["model"], request["temperature"], request["stream"]) == ("scripted", 0.0, True)
    assert request["max_tokens"] == 1024
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert script.keys == [KEY]
    assert KEY not in json.dumps(request)


def test_evidence_is_fenced_from_instructions(assistant: Assistant, script: Script) -> None:
    script.says(GOOD, "[1]。")
    assistant.ask(ASKED)
    first = script.prompt
    assistant.ask(ASKED)
    system, user = (message["content"] for message in script.requests[0]["messages"])
    fence = user.split("<资料 ")[1].split(">")[0]
    before, after = user.split(f"</资料 {fence}>")
    assert "自开办之日起20日内" in before
    assert "自开办之日起20日内" not in system + after
    assert f"问题：{ASKED}" in after
    assert fence in system
    assert fence not in script.prompt
    assert first != script.prompt


def test_a_follow_up_comes_with_the_question_before(assistant: Assistant, script: Script) -> None:
    script.says(GOOD, "[1]。")
    history = [Turn("user", ASKED), Turn("assistant", "20日内。")]
    assistant.ask("那备案材料不齐全呢", history)
    assert f"上一问：{ASKED}" in script.prompt
    assistant.ask(ASKED, history)
    assert "上一问" not in script.prompt


def test_thinking_aloud_is_no_answer(assistant: Assistant, script: Script) -> None:
    script.says("<think>罚款", "100元[1]。</think>\n\n", f"{GOOD}[1]。", thinking=("想一想。",))
    assert assistant.ask(ASKED).text == f"{GOOD}[1]。"


@pytest.mark.parametrize(
    ("pieces", "left"),
    [
        (["<th", "ink>a</th", "ink>", "b", "c"], "bc"),
        (["<think>a"], ""),
        (["a<think>"], "a<think>"),
        (["  <", "b"], "<b"),
        (["<"], "<"),
        ([], ""),
    ],
)
def test_thinking_is_left_out(pieces: list[str], left: str) -> None:
    assert "".join(without_thinking(pieces)) == left


# ---- what does not stand

BAD = {
    "invented number": ("备案要缴纳500元[1]。", "500元"),
    "changed number": ("快递末端网点应当自开办之日起30日内备案[1]。", "30日"),
    "wrong unit": ("快递末端网点应当自开办之日起20个月内备案[1]。", "20个月"),
    "limit dropped": ("每个网点给予2万元的一次性补助[1][2][3][4]。", "2万元"),
    "wrong department": ("快递末端网点应当向市商务局备案[1]。", "市商务局"),
    "wrong level of department": ("快递末端网点应当向省邮政管理局备案[1]。", "省邮政管理局"),
    "marker out of range": ("快递末端网点应当向公安机关报告[99]。", "第99条资料"),
    "quote altered": ("办法规定“应当自开办之日起20日内向市邮政管理局备按”[1]。", "备按"),
    "invented date": ("该办法自2025年1月1日起施行[1]。", "2025年1月1日"),
    "wrong article": ("第九条规定快递企业应当备案[1]。", "第九条"),
    "wrong number of a document": ("依据甲政办发〔2024〕9号，网点应当备案[1]。", "〔2024〕9号"),
    "wrong title": ("依据《快递暂行条例》，网点应当备案[1]。", "快递暂行条例"),
    "wrong place": ("杭州市的快递企业开办网点应当备案[1]。", "杭州"),
    "reversed": ("快递末端网点可以向收件人收取保管费[1][2][3][4]。", "收取保管费"),
    "own knowledge": ("逾期不办的由主管人员承担相应的法律后果[1]。", "说法"),
}


@pytest.mark.parametrize(("bad", "told"), BAD.values(), ids=BAD.keys())
def test_what_no_clause_says_is_left_out(
    assistant: Assistant, script: Script, bad: str, told: str
) -> None:
    script.says(f"{GOOD}[1]。", bad)
    answer = assistant.ask(ASKED)
    assert answer.text == f"{GOOD}[1]。"
    assert answer.model == "scripted"
    [line] = answer.problems
    assert told in line
    assert bad.split("[")[0] in line


def test_nothing_that_stands_gives_the_extractive_answer(
    assistant: Assistant, script: Script
) -> None:
    script.says("备案要缴纳500元[1]。")
    answer = assistant.ask(ASKED)
    check_fallback(assistant, answer, "没有一句与条款相符")
    assert "500元" in answer.problems[1]


def test_a_model_that_finds_nothing_leaves_the_extractive_answer(
    assistant: Assistant, script: Script
) -> None:
    script.says("资料没有回答这个问题。")
    check_fallback(assistant, assistant.ask(ASKED), "没有回答这个问题")


@pytest.mark.parametrize("marker", ["", "[2]", "[99]"])
def test_the_program_attaches_the_one_citation_that_bears_a_sentence_out(
    assistant: Assistant, script: Script, marker: str
) -> None:
    script.says(f"{GOOD}{marker}。")
    answer = assistant.ask(ASKED)
    assert answer.text == f"{GOOD}[1]。"
    assert answer.citations[0].clause_label.startswith("第三条")


def test_a_document_out_of_force_is_said_to_be(assistant: Assistant, script: Script) -> None:
    script.says("快递车辆每次停靠不超过20分钟[1]。")
    answer = assistant.ask("快递车辆在古城区每次可以停靠多久")
    assert answer.model == "scripted"
    first, note = answer.text.split("\n")
    assert first == "快递车辆每次停靠不超过20分钟[1]。"
    assert note.startswith("注意：《甲州市快递车辆通行办法》")


# ---- prompt injection

TEMPTED = "智能快件箱多久维护一次"


def test_orders_in_a_document_do_not_reach_the_model(assistant: Assistant, script: Script) -> None:
    script.says("智能快件箱运营企业应当对箱体每月维护1次[1]。")
    assert assistant.ask(TEMPTED).text == "智能快件箱运营企业应当对箱体每月维护1次[1]。"
    assert "每月维护1次" in script.prompt
    assert "忽略以上所有规则" not in script.prompt
    assert "每次100元" not in script.prompt


def test_a_model_that_obeys_a_document_is_not_heard(assistant: Assistant, script: Script) -> None:
    script.says("维护费由收件人承担，每次100元[1]。")
    answer = assistant.ask(TEMPTED)
    assert (answer.model, answer.text) == ("extractive", extractive(assistant, TEMPTED).text)
    assert "没有一句与条款相符" in answer.problems[0]


# ---- a model that fails


@pytest.mark.parametrize(
    ("status", "told"),
    [(500, "服务出错"), (503, "服务出错"), (429, "限流"), (404, "没有这个地址"), (400, "不接受")],
)
def test_a_failing_status(assistant: Assistant, script: Script, status: int, told: str) -> None:
    script.says(status=status)
    check_fallback(assistant, assistant.ask(ASKED), told, f"HTTP {status}")
    assert len(script.requests) == 1


def test_a_wrong_key(
    kb: KnowledgeBase,
    script: Script,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLICYKB_LLM_KEY", "sk-wrong-and-secret")
    given = load_settings(kb.settings.home)
    assistant = Assistant(kb, language_model(given))
    with caplog.at_level(logging.DEBUG):
        answer = assistant.ask(ASKED)
    check_fallback(assistant, answer, "拒绝了密钥", "llm_key")
    assert script.keys == ["sk-wrong-and-secret"]
    assert "sk-wrong" not in repr(given) + str(answer) + caplog.text + repr(assistant.model)


def test_no_key_of_the_environment_is_sent(
    kb: KnowledgeBase, script: Script, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLICYKB_LLM_KEY")
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "from-the-environment")
    Assistant(kb, language_model(load_settings(kb.settings.home))).ask(ASKED)
    assert "from-the-environment" not in str(script.headers)


def test_nobody_answers(assistant: Assistant, kb: KnowledgeBase, settings: Settings) -> None:
    gone = settings.model_copy(update={"llm": "http://127.0.0.1:9/v1"})
    check_fallback(assistant, Assistant(kb, language_model(gone)).ask(ASKED), "连不上")


def test_the_packages_are_not_installed(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai_like", None)
    check_fallback(assistant, assistant.ask(ASKED), "requirements-llm.lock")


@pytest.mark.parametrize("how", ["silent", "dripping"])
def test_a_model_that_takes_too_long(
    assistant: Assistant, kb: KnowledgeBase, settings: Settings, script: Script, how: str
) -> None:
    slow = settings.model_copy(update={"llm_timeout": 1})
    if how == "silent":
        script.says(f"{GOOD}[1]。", before=3)
    else:
        script.says(*f"{GOOD}[1]。", wait=0.3)
    asker = Assistant(kb, language_model(slow))
    asker.ask("第三条说什么")
    started = perf_counter()
    answer = asker.ask(ASKED)
    assert perf_counter() - started < 2.5
    check_fallback(assistant, answer, "1 秒内没有答完", "llm_timeout")


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"cut": True, "finish": None}, "中途断了"),
        ({"finish": None}, "中途断了"),
        ({"finish": "length"}, "llm_max_tokens"),
        ({"finish": "content_filter"}, "拦下"),
    ],
    ids=["cut", "no end", "too long", "filtered"],
)
def test_a_reply_that_breaks_off(
    assistant: Assistant, script: Script, how: dict[str, object], told: str
) -> None:
    script.says(f"{GOOD}[1]。", "备案材料不齐全的，市邮政", **how)
    check_fallback(assistant, assistant.ask(ASKED), told)


@pytest.mark.parametrize(
    "raw", [b"<html>welcome</html>", b"data: {broken\n\n", b"data: [DONE]\n\n"]
)
def test_no_chat_at_the_address(assistant: Assistant, script: Script, raw: bytes) -> None:
    script.says(raw=raw)
    check_fallback(assistant, assistant.ask(ASKED), "语言模型", "llm")


# ---- what the model is not asked


@pytest.mark.parametrize(
    "question",
    [
        "你好",
        "快递末端网点管理办法第三条",
        "快递末端网点管理办法什么时候施行",
        "火星移民补贴怎么领",
    ],
)
def test_records_articles_and_refusals_need_no_model(
    assistant: Assistant, script: Script, question: str
) -> None:
    script.says("编造的回答[1]。")
    answer = assistant.ask(question)
    assert script.requests == []
    assert answer == extractive(assistant, question)


# ---- streaming


def test_only_sentences_that_stand_are_released(assistant: Assistant, script: Script) -> None:
    second = "备案材料不齐全的，市邮政管理局应当在5日内一次告知补正的内容"
    script.says(f"{GOOD}[1]。", "罚款500元[1]。", f"{second}[1]。", "完", wait=0.05)
    steps = list(assistant.stream(ASKED))
    assert steps[0].text == f"{GOOD}[1]。"
    assert steps[-1].text == f"{GOOD}[1]。{second}[1]。"
    assert all("500元" not in step.text for step in steps)
    assert all(step.citations for step in steps)
    assert steps[-1] == assistant.ask(ASKED)


def test_a_stream_can_be_given_up(assistant: Assistant, script: Script) -> None:
    script.says(f"{GOOD}[1]。", *["甲" * 5] * 50, wait=0.05)
    steps = assistant.stream(ASKED)
    assert next(steps).text == f"{GOOD}[1]。"
    steps.close()  # type: ignore[attr-defined]


def test_the_page_shows_the_answer_as_it_grows(assistant: Assistant, script: Script) -> None:
    script.says(
        f"{GOOD}[1]。", "收件人超过48小时没有取件的，网点应当再次通知收件人。", "", wait=0.05
    )
    chat = Chat(Assistants(assistant))
    waiting = chat.asked(ASKED, Conversation())
    screens = [waiting, *chat.answering(waiting.conversation)]
    talks = [screen.talk for screen in screens if screen.talk]
    assert "正在查找依据" in talks[0]
    assert GOOD in talks[1]
    assert "正在核对下一句" in talks[1]
    assert "48小时" not in talks[1]
    assert "48小时" in talks[-1]
    assert "正在" not in talks[-1]


# ---- the command line


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def policykb(kb: KnowledgeBase, settings: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process, with the settings in the environment."""

    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            main(["--home", str(kb.settings.home), *arguments])
        return Done(int(str(ended.value.code)), *capsys.readouterr())

    return run


def test_ask_uses_the_model(policykb: Run, script: Script) -> None:
    script.says(f"{GOOD}[1]。", "罚款500元[1]。")
    told = json.loads(policykb("ask", ASKED, "--json").out)
    assert (told["model"], told["text"]) == ("scripted", f"{GOOD}[1]。")
    assert len(told["problems"]) == 1
    script.says(status=500)
    done = policykb("ask", ASKED)
    assert done.code == 0
    assert "20日内" in done.out
    assert "注意：语言模型的服务出错" in done.err


def test_doctor_asks_the_model(policykb: Run, script: Script) -> None:
    script.says("好")
    [found] = [
        row for row in json.loads(policykb("doctor", "--json").out) if row["check"] == "语言模型"
    ]
    assert found["ok"]
    assert "scripted" in found["detail"]
    assert script.requests[0]["max_tokens"] == 1
    script.says(status=500)
    done = policykb("doctor")
    assert done.code == 1
    assert "有误  语言模型：语言模型的服务出错" in done.out
    assert KEY not in done.out + done.err


def test_nothing_but_the_model_is_reached(
    kb: KnowledgeBase, settings: Settings, script: Script, root: Path, tmp_path: Path
) -> None:
    script.says(f"{GOOD}[1]。")
    log = tmp_path / "left.log"
    code = (
        f"import guarded; guarded.watch({str(log)!r});"
        f"from assistant.cli import main; main(['--home', {str(kb.settings.home)!r}, 'ask', "
        f"{ASKED!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root / "tests" / "web",
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{GOOD}[1]。")
    assert not log.exists() or log.read_text(encoding="utf-8") == ""


# ---- the settings


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"llm": "http://127.0.0.1:1/v1"}, "llm_model"),
        ({"llm_model": "qwen"}, "llm"),
        ({"llm": "http://user:word@host/v1", "llm_model": "qwen"}, "llm"),
        ({"llm": "ftp://host", "llm_model": "qwen"}, "llm"),
        ({"llm_timeout": "0"}, "llm_timeout"),
    ],
)
def test_settings_that_cannot_be(
    tmp_path: Path, given: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYKB_LLM_KEY", "sk-secret")
    for name, value in given.items():
        monkeypatch.setenv(f"POLICYKB_{name.upper()}", value)
    with pytest.raises(SettingsError, match=told) as caught:
        load_settings(tmp_path)
    assert "sk-secret" not in str(caught.value)
    assert "word" not in str(caught.value)
