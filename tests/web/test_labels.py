"""What the server sends of itself to a user without a document's label tells nothing of it."""

import json
import urllib.request
from pathlib import Path

from page_client import make_home, policykb, serving

from assistant.access.accounts import Accounts
from assistant.access.model import Role
from assistant.answer import Assistant
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings


def test_the_chat_sends_nothing_of_a_hidden_document(
    tmp_path: Path, root: Path, hostile: Path
) -> None:
    home = make_home(tmp_path / "home", root, root / "corpus")
    kb = KnowledgeBase(load_settings(home))
    ingest(kb, [hostile], lambda *_: None, "内部")
    assert "市城管局" in Assistant(kb).ask("更新户外标牌由哪些部门负责").text
    accounts = Accounts(home)
    accounts.add("读者", "一个够长的密码12345", Role.READER)
    token = accounts.token("读者", 1)
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (url, _):

        def get(path: str) -> str:
            request = urllib.request.Request(
                f"{url}{path}", headers={"Authorization": f"Bearer {token}"}
            )
            with urllib.request.urlopen(request, timeout=60) as response:
                return str(response.read().decode())

        assert json.loads(get("/readyz")) == {"ready": True, "documents": 1}
        for path in ("/", "/config", "/documents", "/about"):
            page = get(path)
            assert not any(word in page for word in ("标牌", "市城管局", "某政办发"))
