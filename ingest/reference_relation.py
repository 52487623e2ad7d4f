"""How a document stands to what it refers to (引用关系), from the words beside the reference."""

import re

from kb.model import Relation

__all__ = ["LIST_GOES_ON", "relation_of"]

_GAP = "[^。；，《》]"
_BASIS = re.compile(rf"(?:根据|依据|依照|按照|遵照|参照(?!执行)|比照|遵循){_GAP}{{0,30}}$")
_IMPLEMENTS = re.compile(rf"(?:落实|贯彻|执行){_GAP}{{0,24}}$")
_AMENDS = re.compile(r"(?:修改|修订|修正)[^。；，]{0,6}$")
_AMENDED_AFTER = re.compile(
    rf"{_GAP}{{0,60}}?(?:修改为|作(?:出|如下|以下)*(?:修改|修订)|(?:予以|进行)(?:修改|修订|修正))"
)
_REPEALED_BEFORE = re.compile(r"(?:废止|停止执行)[^。；，]{0,6}$")
_REPEALED_AFTER = re.compile(
    r"(?![^，,、]{0,30}(?:不一致|不符|抵触|冲突|规定的|中的|中有关|部分条款))"
    r"[、和及与以等]*[^，,、]{0,30}?(?<!未)(?<!不予)(?:废止|失效|停止执行|停止施行)(?!日期|时间|状态|情况)"
)
_OTHERS = re.compile(r"《[^《》]*》|[（(][^（）()]*[）)]")
_ISSUED_BEFORE = re.compile(r"(?:现将|转发|印发|发布|公布)[^。；，]{0,16}$")
_ISSUED_AFTER = re.compile(
    r"^[^。；，]{0,20}(?:印发|转发|发)给你们"
    r"|^[^。；]{0,40}[，,]?现(?:予)?(?:印发|转发|公布|发布)"
    r"|^的(?:通知|公告|通告|决定)"
)
# Between two members of a list: 《…》、《…》; 《…》和农业厅等部门《…》; 《…》及其实施条例和《…》
LIST_GOES_ON = re.compile(
    r"^(?:(?:及其[\u4e00-\u9fff]{2,8})?(?:、|和|及|与|以及|，以及|或者|或|至)[^。；，：《》、]{0,14})?$"
)
_LOOK_BACK, _LOOK_AHEAD = 44, 200


def relation_of(
    text: str, start: int, end: int, of_list: Relation | None, *, whole: bool
) -> Relation:
    """The relation that the words around a span say; `of_list` is that of the member before it.

    `whole`: the document as such is named, not one of its articles; only that can be repealed here.
    """
    left = text[max(0, start - _LOOK_BACK) : start]
    right = text[end : end + _LOOK_AHEAD]
    sentence = _OTHERS.sub("", re.split("[。；]", right)[0])
    if _REPEALED_AFTER.match(sentence) or _REPEALED_BEFORE.search(left):
        return Relation.REPEALS if whole else Relation.AMENDS
    if _AMENDS.search(left) or _AMENDED_AFTER.match(sentence):
        return Relation.AMENDS
    if _ISSUED_AFTER.match(right) and (_ISSUED_BEFORE.search(left) or not right.startswith("的")):
        return Relation.ISSUES
    if _BASIS.search(left):
        return Relation.BASIS
    if _IMPLEMENTS.search(left):
        return Relation.IMPLEMENTS
    return of_list or Relation.CITES
