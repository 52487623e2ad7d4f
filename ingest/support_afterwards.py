"""What a sentence behind a measure asks for (申领条件): 申请人须参保满6个月。已享受同类补贴的除外。

Works on text without white space; spans are half-open.
"""

import re

from ingest.support_phrases import Context, Span

__all__ = ["add_afterwards"]

_ARE = re.compile("(?:具体|申[请领报]|享受|支持|补贴|准入|基本)条件(?:为|是|包括|如下)?[：:]")
_PARTY = (
    "(?:申[请领报](?:人|者|企业|单位|主体|对象)"
    "|[^，。；：]{0,12}?(?:企业|单位|人员|个人|项目|主体|机构))"
)
# Numbers tell what must hold from what must be done.
_MUST = re.compile(
    f"^{_PARTY}(?P<fact>[^，。；：]{{0,24}}?(?:应当|应|必须|须|需)[^，。；：]{{0,40}}?"
    "(?:满|达到?|占|超过|低于|少于|高于|多于|具有|拥有)[^，。；：\\d]{0,20}\\d[^，。；]{0,24})[。；]?$"
)
_DOES = re.compile(
    "提交|提出|报送|办理|返还|退[还回]|公示|发放|支付|缴回|工作日|[月日]底?前|给予|奖励|补[助贴]"
)
_LEFT_OUT = re.compile(
    "^(?!对|其中)(?P<who>[^，。；：]{4,40}?的)(?:企业|单位|人员|个人|项目)?除外[。；]?$"
)
_PIECE = re.compile("(?:[^，。；;,（(]|[（(][^）)]{0,200}[）)])+")
_WHEN = re.compile("^(?:企业|单位)?申[请领报]时$")
_LONGEST = 60  # characters of a condition


def add_afterwards(text: str, start: int, end: int, context: Context) -> bool:
    """Whether a sentence only says what must hold for the measure before it, which is added."""
    if found := _ARE.search(text, start, end):
        _add_pieces(text, found.end(), end, context)
        return True
    sentence = text[start:end]
    if found := _LEFT_OUT.match(sentence):
        context.excluded.append((start, start + found.end("who")))
        return True
    if (found := _MUST.match(sentence)) and not _DOES.search(sentence):
        context.conditions.append((start + found.start("fact"), start + found.end("fact")))
        return True
    return False


def _add_pieces(text: str, start: int, end: int, context: Context) -> None:
    """Adds the conditions of a list joined by ， or ；.

    Cases that exclude each other (30人以下的，…；30人以上的，…) are alternatives, and so is what
    each of them asks for.
    """
    cases: list[Span] = []
    asked: list[Span] = []
    in_case = False
    for piece in _PIECE.finditer(text, start, end):
        is_case = piece[0].endswith("的")
        span = piece.start(), piece.end() - is_case
        if not 4 <= span[1] - span[0] <= _LONGEST or _WHEN.search(piece[0]):
            continue
        context.conditions.append(span)
        if is_case:
            cases.append(span)
        elif in_case:
            asked.append(span)
        in_case = is_case
    context.alternatives += [tuple(group) for group in (cases, asked) if len(group) > 1]
