"""Words that stand on web pages: labels of metadata, and what belongs to the page itself."""

import re

from ingest.fields import FIELD_NAMES

__all__ = ["is_attachment", "is_label", "is_page_words", "without_tools"]

_LABEL = re.compile(r"^\[?[\s\u3000]*(?:[\u4e00-\u9fff][\s\u3000]*){2,8}[：:\]]$")
_PAGE_WORD = (
    "打印本页|打印此页|我要打印|打印|关闭窗口|关闭本页|关闭|返回顶部|返回列表|返回|分享到?|收藏本页|收藏|字号|字体"
    "|大|中|小|特大|默认|首页|上一页|下一页|扫一扫[^。]{0,20}+|微信|微博|QQ空间|复制链接|语音播报|朗读|纠错|下载PDF版?"
    r"|(?:浏览次数|阅读次数|点击数|访问量)[：:]?\s*\d{0,9}次?|A[+-]?"
)
# Words that stand alone on a line and belong to the page, not to the document.
_PAGE_WORDS = re.compile(
    rf"(?:[\s\u3000【\[\]】：:|｜/()（）<>]*(?:{_PAGE_WORD}))+[\s\u3000【\[\]】：:|｜/()（）<>]*"
)
_PAGE_LINE = re.compile(
    r"[\s\u3000【\[]*(?:您?(?:当前|现在)?(?:的)?位置[：:].*|字体[：:].*"
    r"|相关(?:链接|文档|阅读|新闻|解读|信息|稿件|报道)|延伸阅读|上一[篇条][：:].*|下一[篇条][：:].*"
    r"|.*(?:ICP备|公网安备|网站标识码|版权所有|All Rights Reserved).*|网站地图.*)"
    r"[\s\u3000】\]：:]*",
    re.I,
)
_LONGEST_PAGE_LINE = 200
# 发布时间：2023-06-05 来源：省政府办公厅 字号：【大 中 小】【打印】
_TOOLS = re.compile(
    r"[\s\u3000【\[]+(?:字号|字体|浏览次数|阅读次数|打印|分享到?)[：:\s\u3000【】\]\[].*$"
)
_RELEASED = re.compile(r"[\s\u3000]*(?:发布(?:时间|日期)|来源|信息来源|时间|日期|作者)[：:]")
_ATTACHMENT = re.compile(r"附件|附表|附录|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)\b", re.I)


def is_label(text: str) -> bool:
    """Whether a text names a field of metadata: 索引号, 发文机关：, [成文日期]."""
    return bool(_LABEL.match(text)) or re.sub(r"\s", "", text) in FIELD_NAMES


def is_page_words(text: str) -> bool:
    """Whether a line belongs to the page: 【打印】【关闭】, 字号：大 中 小, 版权所有…."""
    return len(text) <= _LONGEST_PAGE_LINE and bool(
        _PAGE_WORDS.fullmatch(text) or _PAGE_LINE.fullmatch(text)
    )


def without_tools(text: str) -> str:
    """A line that says when and by whom a page was released, without the tools behind that."""
    if len(text) > _LONGEST_PAGE_LINE or not _RELEASED.match(text):
        return text
    return _TOOLS.sub("", text)


def is_attachment(text: str) -> bool:
    """Whether a link's text or address is that of an enclosed file."""
    return bool(_ATTACHMENT.search(text))
