"""The organs that a measure's own sentence names to ask (主管单位): 向市贸促会申请, 由区人社局审核.

Works on text without white space.
"""

import re

__all__ = ["organs_named", "responsible_organs"]

_KIND = (
    "局|委|办|厅|海关|贸促会|委员会|管委会|总工会|残联|妇联|服务中心|管理中心|医保中心|办事处"
    "|指挥部|部门"
)
_GENERIC = (
    "(?!主管|有关|相关|贷款|其他|同级|上级|各(?!级)|业务|行业|职能|当地|审批|经办|政府部门|部门)"
)
_NAME = f"{_GENERIC}(?:所在|经[信济贸开]|[^等，。；、的向由经在按（）()\\d]){{1,14}}?(?:{_KIND})"
_NAMES = f"(?P<names>{_NAME}(?:(?:[、和及或]|会同){_NAME}){{0,4}})"
_ASKED = re.compile(
    f"(?:[向到]|可至){_NAMES}(?=(?:提出|提交|递交|申请|申报|申领|备案|报送|办理|登记|咨询))"
    f"|由(?P<doers>{_NAME}(?:(?:[、和及或]|会同){_NAME}){{0,4}})(?=(?:负责|牵头|受理|审核|审批|核定|核实|认定|审定|初审|确认|办理|发放|拨付|组织|统筹|给予|会同|按))"
)
# 市税务局是上述政策落实的责任单位: of all measures of a document.
_RESPONSIBLE = re.compile(
    f"(?:^|[，。；])(?P<organ>{_NAME})(?:是|为)(?:其中|上述|以上|本|该|这些|相关|有关)"
    "[^，。；]{0,16}?(?:政策|措施)[^，。；]{0,6}的?(?:责任|牵头|主管|实施|执行)(?:单位|部门)"
)
_PARTED = re.compile("[、及或]|(?<!工业)和|会同")


def organs_named(text: str) -> tuple[str, ...]:
    """The organs that a sentence names as whom to ask or who decides; generic words are none."""
    named = [found["names"] or found["doers"] for found in _ASKED.finditer(text)]
    return tuple(dict.fromkeys(organ for each in named for organ in _PARTED.split(each)))


def responsible_organs(text: str) -> tuple[str, ...]:
    """The organs that a document calls responsible for all that it tells of."""
    return tuple(dict.fromkeys(found["organ"] for found in _RESPONSIBLE.finditer(text)))
