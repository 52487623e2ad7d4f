"""One item of a list of conditions (申报条件): 库容不低于3000立方米，且已通过验收.

Works on text without white space; spans are half-open.
"""

import re

from ingest.support_facts import unbracketed
from ingest.support_nouns import PARTY_END
from ingest.support_phrases import Context, read_facts, read_noun

__all__ = ["read_requirement"]

# 同一项目已获得其他资金支持的，不得重复申报: who is left out.
_REFUSES = re.compile(
    "^(?P<who>[^。；]{3,60}?的)，?(?:一律|均|原则上)?(?:不得|不予|不能|不再)(?:重复)?"
    "(?:申报|申请|享受|支持|补助|补贴|奖励|受理)"
)
# 申报企业须|近三年无事故: who is asked anyway.
_ASKED = re.compile(
    "^(?:申[报请](?:企业|单位|人|主体|者)|企业|单位)(?:应当?|必须|须|需)?(?:具[有备])?(?=.{4})(?![用职名])"
)


def read_requirement(text: str, start: int, end: int, context: Context) -> None:
    """Adds what an item of a list asks for, facts joined by commas each on its own."""
    if refused := _REFUSES.match(text[start:end]):
        context.excluded.append((start, start + refused.end("who")))
        return
    part = text[start:end]
    if not context.beneficiaries and PARTY_END.search(part) and "的" in unbracketed(part):
        read_noun(text, start, end, context)
        return
    if asked := _ASKED.match(part):
        start += asked.end()
    read_facts(text, start, end, context)
