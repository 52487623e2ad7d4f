"""Patterns of the fields in the head and tail of a document (GB/T 9704—2012).

All are written for text without white space and with ASCII digits: see `flat`.
"""

import re
from datetime import date

from ingest.markers import HAN
from kb.numerals import chinese_number
from kb.squeeze import squeeze

__all__ = [
    "ADDRESSEES",
    "ANY_DATE",
    "CODE_NUMBER",
    "COPIED_TO",
    "DATE",
    "DATE_LINE",
    "FIELD_NAMES",
    "MAIN_SENT_TO",
    "MARKING",
    "NUMBER",
    "NUMBER_AND_TITLE",
    "NUMBER_LINE",
    "ORDER_LINE",
    "PRINTED_ON",
    "REGISTRATION",
    "RELEASE_NOTE",
    "SENTENCE_END",
    "TITLE_AND_NUMBER",
    "TITLE_END",
    "date_of",
    "flat",
]

# Labels of the metadata of government pages (GB/T 21063.3), those that begin alike longest first.
FIELD_NAMES = (
    "索引号",
    "主题分类",
    "主题词",
    "发文机关",
    "发文机构",
    "发布机构",
    "发布单位",
    "制发机关",
    "制定机关",
    "公开主体",
    "责任部门",
    "成文日期",
    "生成日期",
    "发文日期",
    "标题",
    "名称",
    "文件名称",
    "发文字号",
    "文号",
    "发布日期",
    "公布日期",
    "发布时间",
    "公开日期",
    "印发日期",
    "实施日期",
    "生效日期",
    "施行日期",
    "废止日期",
    "失效日期",
    "有效性",
    "时效性",
    "效力状态",
    "公开方式",
    "公开形式",
    "体裁分类",
    "体裁",
    "关键词",
    "信息来源",
    "来源",
    "作者",
    "统一编号",
    "规范性文件统一编号",
    "规范性文件编号",
    "登记号",
)
_FULL_WIDTH = {0xFF10 + n: 0x30 + n for n in (*range(10), *range(17, 43), *range(49, 75))}
SENTENCE_END = "。！？!?；;"

# 文种: those of 党政机关公文处理工作条例 第八条 and 规章制定程序条例 第七条,
# and of what is issued under them.
_KINDS = (
    "意见|方案|计划|规划|纲要|条例|细则|办法|规定|措施|政策|决定|决议|命令|公报|公告|通告|通报|通知|报告|请示|批复"
    "|(?<![法口禁司勒])令|议案|函|纪要|倡议书|倡议|指南|指引|规程|规则|规范|准则|章程|清单|要点|预案|解读|解释|公约"
    "|(?<![做方看用书司执违守普立])法"
)
TITLE_END = re.compile(
    rf"(?P<kind>{_KINDS})(?:[\d一二三四五六七八九十]+条)?(?P<remark>(?:[（(][^（）()]{{1,20}}[）)])?)$"
)

_OPEN, _CLOSE = r"[〔\[［（(【﹝]", r"[〕\]］）)】﹞]"
_AGENCY = r"[\u4e00-\u9fffA-Z]{1,14}"
_ORDER = rf"(?:{HAN}{{1,6}}|\d{{1,4}})号"
_YEAR_OF = r"(?:19|20)\d{2}"
NUMBER = re.compile(
    rf"{_AGENCY}{_OPEN}{_YEAR_OF}{_CLOSE}第?\d{{1,5}}(?:[-—－]\d{{1,3}})?号"  # 衢政办发〔2024〕3号
    rf"|[\u4e00-\u9fff]{{2,30}}令(?:{_YEAR_OF}年)?第{_ORDER}"  # 交通运输部令2023年第22号
    rf"|[\u4e00-\u9fff]{{2,30}}公告{_YEAR_OF}年第{_ORDER}"  # 财政部公告2020年第8号
    rf"|[\u4e00-\u9fff]{{2,30}}{_YEAR_OF}年第{_ORDER}(?:公告|令|通告)"
)
NUMBER_LINE = re.compile(rf"(?P<number>{NUMBER.pattern})(?:签发人[：:].{{2,30}})?$")
# With an agency's code and a year in brackets, as texts cite it.
CODE_NUMBER = rf"[\u4e00-\u9fffA-Z]{{1,9}}{_OPEN}{_YEAR_OF}{_CLOSE}第?\d{{1,5}}号"
TITLE_AND_NUMBER = re.compile(
    rf"^(?P<title>.*(?:{_KINDS})(?:[（(][^（）()]{{1,12}}[）)])?)[（(]?(?P<number>{CODE_NUMBER})[）)]?$"
)
NUMBER_AND_TITLE = re.compile(rf"^(?P<number>{CODE_NUMBER})[-—－_：:]{{0,3}}(?P<title>.{{6,}})$")
# Below 某市人民政府令, 某部公告.
ORDER_LINE = re.compile(rf"^[（(]?(?:{_YEAR_OF}年)?第{_ORDER}[）)]?$")
REGISTRATION = re.compile(r"^[A-Z]{2,6}\d{2}[-—―–－]\d{4}[-—―–－]\d{3,5}$")

_YEAR = rf"{_YEAR_OF}|[一二][九〇零○O][{HAN[1:-1]}O]{{2}}"  # 二OO八年
_MONTH, _DAY = rf"\d{{1,2}}|{HAN}{{1,2}}", rf"\d{{1,2}}|{HAN}{{1,3}}"
ANY_DATE = rf"(?:{_YEAR})年(?:{_MONTH})月(?:{_DAY})日"
DATE = re.compile(rf"(?P<year>{_YEAR})年(?P<month>{_MONTH})月(?P<day>{_DAY})日")
DATE_LINE = re.compile(rf"{ANY_DATE}(?:[（(][^（）()]{{2,20}}[）)])?$")
PRINTED_ON = re.compile(rf"(?P<date>{ANY_DATE})(?:印发|印制|印)$")
ADDRESSEES = re.compile(r"[^。！？；]{2,400}[：:]$")
COPIED_TO = re.compile(r"^(?:抄送|抄报|分送|发送)[：:]?")
MAIN_SENT_TO = re.compile(r"^主送(?:机关|单位)?[：:]")
# 份号、密级、紧急程度、签发人
MARKING = re.compile(
    r"^(?:(?:份号[：:]?)?\d{6}|(?:绝密|机密|秘密)(?:[★☆].{0,8})?|特急|加急|平急|特提|急件|签发人[：:].{2,30})$"
)
RELEASE_NOTE = re.compile(
    r"^[（(][^（）()]{0,12}(?:公开|印发|发布|传达|登报)[^（）()]{0,12}[）)]?$"
)


def flat(text: str) -> str:
    """The text without white space, full-width digits and letters as ASCII."""
    return squeeze(text).translate(_FULL_WIDTH)


def date_of(found: re.Match[str]) -> date | None:
    """The date of a match of DATE; None where the calendar has no such day."""
    parts = (found[name].replace("O", "〇") for name in ("year", "month", "day"))
    year, month, day = map(chinese_number, parts)
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
