"""The page 惠企政策: the form, the profile shown back, the checklist, the workbook."""

import io
from pathlib import Path

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sample_support import sample

from assistant.answer import Assistant
from assistant.api.app import add_api
from assistant.web.supports import add_supports, read_form
from kb.errors import QueryError
from kb.knowledge import KnowledgeBase
from kb.model import Condition, DocumentRecords, SupportField
from kb.settings import load_settings

TEXT = "对受影响较大的快递企业，给予<b>2万元</b>补助。鼓励餐饮企业申请贷款。"


def records() -> DocumentRecords:
    measure = {
        "measure": "给予<b>2万元</b>补助",
        "beneficiaries": ("快递企业",),
        "conditions": (
            Condition(as_written="受影响较大", field=SupportField.IMPACT, start=1, end=6),
        ),
        "start": 0,
        "end": TEXT.index("鼓励"),
    }
    other = measure | {
        "measure": "申请贷款",
        "beneficiaries": ("餐饮企业",),
        "start": 24,
        "end": 35,
    }
    return sample(TEXT, "关于<i>扶持</i>的意见", measure, other)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    kb = KnowledgeBase(load_settings(tmp_path / "home"))
    kb.store.replace(records(), version="v1")
    app = FastAPI()
    add_api(app, Assistant(kb))
    add_supports(app)
    return TestClient(app)


FILLED = {"region": "衢州市", "industry": "快递", "circumstances": "受影响较大、租用厂房"}


def test_the_empty_form(client: TestClient) -> None:
    html = client.get("/supports").text
    assert '<form method="post"' in html
    assert "style.css" in html
    assert "//" not in html.replace("</", "").split("<main>")[0].replace("./", "")


def test_the_checklist(client: TestClient) -> None:
    html = client.post("/supports", data=FILLED).text
    assert "可以享受<small>1 项" in html
    assert "不适用<small>1 项" in html
    assert "市邮政管理局" in html
    assert "&lt;b&gt;2万元&lt;/b&gt;" in html
    assert "&lt;i&gt;扶持&lt;/i&gt;" in html
    assert "<b>2万元" not in html
    assert 'value="受影响较大、租用厂房"' in html


def test_sentences_fill_the_form_and_give_the_same(client: TestClient) -> None:
    told = {"describe": "我们是衢州市一家快递企业，受影响较大"}
    html = client.post("/supports", data=told).text
    assert 'value="快递"' in html
    assert "可以享受<small>1 项" in html


def test_what_the_form_says_wins_over_the_sentences() -> None:
    profile = read_form({"describe": "我们是快递企业，员工45人", "employees": "50"})
    assert (profile.employees, profile.industry) == (50, "快递")


def test_a_bad_field_is_told_in_the_page(client: TestClient) -> None:
    answer = client.post("/supports", data={"employees": '很多"><script>', "region": "衢州市"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text
    assert 'value="衢州市"' in answer.text
    with pytest.raises(QueryError):
        read_form({"employees": "很多"})


def test_what_is_not_known_is_asked(client: TestClient) -> None:
    html = client.post("/supports", data={"region": "衢州市", "industry": "快递"}).text
    assert "可能享受<small>1 项" in html
    assert "还须补充" in html


def test_the_workbook(client: TestClient) -> None:
    answer = client.post("/supports.xlsx", data=FILLED)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows()] == ["结论", "可以享受", "不适用"]
    assert "alert" in client.post("/supports.xlsx", data={"employees": "很多"}).text


def test_an_endless_form_is_cut_off(client: TestClient) -> None:
    answer = client.post("/supports", data={"describe": "快" * 100_000})
    assert answer.status_code == 200
