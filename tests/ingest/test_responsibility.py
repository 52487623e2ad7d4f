"""Responsibility clauses in the layouts of provinces, cities, counties and ministries."""

import pytest

from ingest.responsibility import find_duties, find_rules
from kb.organs import Organs

ORGANS = Organs.load()


def known(name: str) -> bool:
    return ORGANS.function(name) is not None


def read(text: str) -> list[str]:
    """Each clause as `role names; role names`, in print order."""
    clauses = []
    for duty in find_duties(text, known):
        groups: list[tuple[str, list[str]]] = []
        for owner in duty.owners:
            if not groups or groups[-1][0] != owner.role:
                groups.append((str(owner.role), []))
            groups[-1][1].append(text[owner.start : owner.end])
        clauses.append("; ".join(f"{role} {' '.join(names)}" for role, names in groups))
    return clauses


CLAUSES = [
    # labelled
    ("做好。（责任单位：市发改委、市财政局）", "responsible 市发改委 市财政局"),
    ("做好。(责任单位:市发展和改革局、市工业和信息化局)", "responsible 市发展和改革局 市工业和信息化局"),
    ("（牵头单位：市发改委；配合单位：市财政局、市住建局）", "lead 市发改委; support 市财政局 市住建局"),
    ("（牵头单位：市发改委，配合单位：市财政局）", "lead 市发改委; support 市财政局"),
    ("（牵头单位：省发展改革委；责任单位：省工业和信息化厅、省财政厅）", "lead 省发展改革委; responsible 省工业和信息化厅 省财政厅"),
    ("（责任领导：张三；责任单位：市发改委）", "responsible 市发改委"),
    ("牵头领导：张三；牵头单位：市发改委；责任领导：李四；责任单位：市财政局", "lead 市发改委; responsible 市财政局"),
    ("（责任单位：市教育局等）", "responsible 市教育局"),
    ("（责任单位：市发改委；市财政局；市住建局）", "responsible 市发改委 市财政局 市住建局"),
    ("（牵头单位：省委网信办、省通信管理局，参与单位：省公安厅、省广电局）", "lead 省委网信办 省通信管理局; support 省公安厅 省广电局"),
    ("主办单位：市文广旅局；协办单位：市融媒体中心；承办单位：各区文旅局", "lead 市文广旅局; support 市融媒体中心; responsible 各区文旅局"),
    ("责任部门：市工信局、市发改委。", "responsible 市工信局 市发改委"),
    ("责任单位：省科技厅、工信厅、发改委、财政厅", "responsible 省科技厅 工信厅 发改委 财政厅"),
    ("实施单位：市水务集团有限责任公司", "responsible 市水务集团有限责任公司"),
    ("给予补助。（对接部门：区科信局；联系人：王某；联系电话：88490000）", "responsible 区科信局"),
    ("（责任单位：、区市场监管局、区投促中心）", "responsible 区市场监管局 区投促中心"),
    ("[责任单位：市国资委、市财政局，各县（市）区政府]", "responsible 市国资委 市财政局 各县（市）区政府"),
    ("【责任单位：市文化和旅游局和市体育局】", "responsible 市文化和旅游局 市体育局"),
    ("〔责任单位：省发展改革委、经济和信息化厅，各市（州）人民政府。列首位的为牵头单位，下同〕", "responsible 省发展改革委 经济和信息化厅 各市（州）人民政府"),
    ("【牵头单位：市发展改革委；责任单位：各区人民政府；完成时间：2022年12月】", "lead 市发展改革委; responsible 各区人民政府"),
    ("（完成时限：2024年底；牵头单位：市卫健委；配合单位：市医保局）", "lead 市卫健委; support 市医保局"),
    ("（责任单位：市发改委，2025年6月底前完成）", "responsible 市发改委"),
    ("（责任单位：市委宣传部（市新闻出版局）、市体育局）", "responsible 市委宣传部（市新闻出版局） 市体育局"),
    ("（责任单位：市发改委（牵头）、市财政局、市住建局（配合））", "lead 市发改委; responsible 市财政局; support 市住建局"),
    ("（责任单位：市发改委牵头，市财政局、市住建局配合）", "lead 市发改委; support 市财政局 市住建局"),
    ("（责任单位：市场监管总局、海关总署按职责分工负责）", "responsible 市场监管总局 海关总署"),
    ("（责任单位：市公安局交警支队、市城市管理局）", "responsible 市公安局交警支队 市城市管理局"),
    ("（责任单位：国网福建电力公司、各设区市）", "responsible 国网福建电力公司 各设区市"),
    ("（责任单位：市委组织部、市委政法委、市委网信办、市委编办、市直机关工委）", "responsible 市委组织部 市委政法委 市委网信办 市委编办 市直机关工委"),
    # lines
    ("牵头单位：市发改委\n配合单位：市财政局、市住建局\n完成时限：2025年12月底前", "lead 市发改委; support 市财政局 市住建局"),
    ("牵头单位：市发改委 责任单位：市财政局 市住建局 完成时限：2025年", "lead 市发改委; responsible 市财政局 市住建局"),
    ("责任单位：市商务局 市财政局 市税务局", "responsible 市商务局 市财政局 市税务局"),
    ("落实到位。责任单位：市商务局、市财政局。完成时限：2025年底。", "responsible 市商务局 市财政局"),
    ("责任单位：省药监局 \n（四）加强用工保障。对企业", "responsible 省药监局"),
    ("牵头单位:省委宣传部、省文化和旅游厅,配合单位:省发展改革委", "lead 省委宣传部 省文化和旅游厅; support 省发展改革委"),
    ("（责任单位：市发改委、市交通运输\n局、市邮政管理局，各县〔市、\n区〕政府）", "responsible 市发改委 市交通运输\n局 市邮政管理局 各县〔市、\n区〕政府"),
    # damaged
    ("（责任单位：区国资委、区政府集体资产监管办区住房城市建设委 2.搭建平台", "responsible 区国资委 区政府集体资产监管办 区住房城市建设委"),
    ("（责任单位：区国资委、区财政局 4.对租用。（责任单位：区商务局）", "responsible 区国资委 区财政局", "responsible 区商务局"),
    ("责任单位：市教育局、市财政局）", "responsible 市教育局 市财政局"),
    ("（责任单位：市教育局、各县（市、区人民政府）\n二、下一项", "responsible 市教育局 各县（市、区人民政府"),
    # verbs
    ("（市发改委牵头，市财政局、市住建局配合）", "lead 市发改委; support 市财政局 市住建局"),
    ("（市教育局牵头、市人社局配合，2025年6月底前完成）", "lead 市教育局; support 市人社局"),
    ("(市发展改革委牵头,市财政局、市商务局配合)", "lead 市发展改革委; support 市财政局 市商务局"),
    ("（发展改革委、财政部按职责分工负责）", "responsible 发展改革委 财政部"),
    ("（教育部会同有关部门负责）", "responsible 教育部 有关部门"),
    ("（市发改委牵头，会同市财政局、市商务局落实）", "lead 市发改委; responsible 市财政局 市商务局"),
    ("（市发改委商市财政局负责）", "responsible 市发改委 市财政局"),
    ("（省卫生健康委、教育厅牵头，各地级以上市政府负责）", "lead 省卫生健康委 教育厅; responsible 各地级以上市政府"),
    ("（市农业农村局指导，各县（市、区）人民政府落实）", "guide 市农业农村局; responsible 各县（市、区）人民政府"),
    ("（省水利厅负责指导，各市、县人民政府负责实施）", "guide 省水利厅; responsible 各市、县人民政府"),
    ("（省民政厅、省残联牵头，省医保局、省红十字会按职责配合）", "lead 省民政厅 省残联; support 省医保局 省红十字会"),
    ("（由市发改委牵头，市财政局、市自然资源局等部门按职责分工负责）", "lead 市发改委; responsible 市财政局 市自然资源局"),
    ("（农业农村部牵头，国家发展改革委、财政部、水利部等参加）", "lead 农业农村部; support 国家发展改革委 财政部 水利部"),
    ("（国务院办公厅牵头，国务院相关部门和单位及各地区按职责分工负责）", "lead 国务院办公厅; responsible 国务院相关部门和单位 各地区"),
    ("（自然资源部牵头，住房城乡建设部等国务院相关部门及各地区按职责分工负责）", "lead 自然资源部; responsible 住房城乡建设部 各地区"),
    ("（扶贫办、中央和国家机关工委、全国总工会等和各省级人民政府负责）", "responsible 扶贫办 中央和国家机关工委 全国总工会 各省级人民政府"),
    ("（全国工商联、共青团中央、全国妇联负责）", "responsible 全国工商联 共青团中央 全国妇联"),
    ("（国家发展改革委、国家林草局等部门和地方各级人民政府按职责分工负责）", "responsible 国家发展改革委 国家林草局 地方各级人民政府"),
    ("（人力资源社会保障部、全国工商联等有关部门和单位按职责分工负责）", "responsible 人力资源社会保障部 全国工商联"),
    ("（教育部、退役军人部等按职责分工负责，各省级人民政府贯彻落实）", "responsible 教育部 退役军人部 各省级人民政府"),
    ("（税务总局、财政部、海关总署负责，排在第一位的部门为牵头部门，下同）", "responsible 税务总局 财政部 海关总署"),
    ("（市工信局牵头，市发改委、市财政局等部门和各县区配合）", "lead 市工信局; support 市发改委 市财政局 各县区"),
    ("（市委农办、市农业农村局牵头负责，市级有关部门配合，区（市）县落实）", "lead 市委农办 市农业农村局; support 市级有关部门; responsible 区（市）县"),
    ("（市府办、市委改革办、市委编办负责）", "responsible 市府办 市委改革办 市委编办"),
    ("（各地区、各部门负责）", "responsible 各地区 各部门"),
    ("（各省、自治区、直辖市人民政府负责）", "responsible 各省、自治区、直辖市人民政府"),
    ("（市城管局、各县（市、区）负责。长期坚持）", "responsible 市城管局 各县（市、区）"),
    ("(省教育厅、省财政厅负责；完成时限：2025年底前）", "responsible 省教育厅 省财政厅"),
    ("（自治区党委宣传部、自治区文化和旅游厅牵头，自治区发展改革委配合，各设区市人民政府实施）", "lead 自治区党委宣传部 自治区文化和旅游厅; support 自治区发展改革委; responsible 各设区市人民政府"),
    ("（市民政局牵头，市残联、市总工会、团市委、市妇联、市红十字会，市慈善总会等配合）", "lead 市民政局; support 市残联 市总工会 团市委 市妇联 市红十字会 市慈善总会"),
    ("（市场监管总局、国家标准委、中国国家铁路集团有限公司等负责）", "responsible 市场监管总局 国家标准委 中国国家铁路集团有限公司"),
    # classes of regions and inner brackets
    ("（责任单位：省工信厅，各市、县（区）人民政府，平潭综合实验区管委会）", "responsible 省工信厅 各市、县（区）人民政府 平潭综合实验区管委会"),
    ("（责任单位：省级有关部门，各市（州）、县（市、区）人民政府）", "responsible 省级有关部门 各市（州）、县（市、区）人民政府"),
    ("（责任单位：省发展改革委，各市（含定州、辛集市，下同）政府，雄安新区管委会）", "responsible 省发展改革委 各市（含定州、辛集市，下同）政府 雄安新区管委会"),
    ("（责任单位：省发改委，各市、州、直管市、神农架林区人民政府）", "responsible 省发改委 各市、州、直管市、神农架林区人民政府"),
    ("（责任单位：县发改局、县经信局、各镇乡（街道））", "responsible 县发改局 县经信局 各镇乡（街道）"),
    ("（责任单位：市发展改革委、市经济信息委，有关区县政府）", "responsible 市发展改革委 市经济信息委 有关区县政府"),
    ("（责任单位：各县（市、区）政府、衢州智造新城管委会，市直有关部门）", "responsible 各县（市、区）政府 衢州智造新城管委会 市直有关部门"),
    ("（责任单位：市交通委、市规划自然资源局等部门，各区）", "responsible 市交通委 市规划自然资源局 各区"),
    ("（责任单位：县委县政府、市委市政府督查室）", "responsible 县委 县政府 市委市政府督查室"),
    # bare lists behind a sentence
    ("得满分。（市农牧业局、市发展改革委、市统计局，列首的为牵头单位，下同）\n数据来源：市统计局数据", "responsible 市农牧业局 市发展改革委 市统计局"),
    ("推进建设。（省经信厅、省财政厅，各市、县〔市、区〕政府）", "responsible 省经信厅 省财政厅 各市、县〔市、区〕政府"),
    ("推进建设。（省发展改革委、省能源局、国网浙江省电力公司等）", "responsible 省发展改革委 省能源局 国网浙江省电力公司"),
    ("支持出海。（市商务委、上海海关、各区）\n二、加强", "responsible 市商务委 上海海关 各区"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [(row[0], row[1:]) for row in CLAUSES])
def test_clauses(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(read(text)) == expected


@pytest.mark.parametrize("text", [row[0] for row in CLAUSES])
def test_spans_lie_inside_their_clause(text: str) -> None:
    for duty in find_duties(text, known):
        for owner in duty.owners:
            assert duty.start <= owner.start < owner.end <= duty.end


ORDINARY = [
    "（由省财政厅负责解释）",
    "本政策由市商务局会同市财政局等相关部门负责解释。",
    "各部门要按照职责分工，抓好落实。",
    "各责任单位要按照职责分工抓好落实。",
    "（以下统称企业）",
    "（以下简称“市发改委”）",
    "（见附件）",
    "（含税务局）",
    "（负责亚洲、欧洲）",
    "（市财政局：0570-3080000）",
    "（企业自行负责）",
    "（市级负责30%，县级负责70%）",
    "《实施方案》（市发改委〔2020〕5号）印发。",
    "（抄送：市委各部门）",
    "各项条款由责任单位负责解释。",
    "（不含机关事业单位）",
    "（国务院国资委新闻中心 殷丰收）",
    "各省、自治区、直辖市教育厅（教委）：",
    "（商务部令2014年第3号）",
    "（财政部 税务总局公告2020年第9号）",
    "（由省工业和信息化部门会同财政等部门审核确认）",
    "市场监管局（知识产权局）联系",
    "责任单位：要切实提高认识。",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text(text: str) -> None:
    assert read(text) == []


RULES = [
    ("（责任单位：市发改委，各县〔市、区〕政府。以下均需各县〔市、区〕政府组织落实，不再列出）", "following 各县〔市、区〕政府"),
    ("以下各项任务均需各县（市、区）人民政府负责落实，不再一一列出。", "following 各县（市、区）人民政府"),
    ("以上各项任务均由市政府督查室、各区政府配合落实，不再单列。", "preceding 市政府督查室 各区政府"),
    ("各项任务均需各市、县（区）人民政府落实，不再列出。", "all 各市、县（区）人民政府"),
    ("各县（市、区）政府均为以下任务责任单位，不再逐一列出。", "following 各县（市、区）政府"),
    ("以下任务责任单位均包括各区政府，不再单独列出。", "following 各区政府"),
    ("以上各项政策均由市财政局负责解释。", ""),
    ("各县（市、区）政府要按照职责分工落实。", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RULES)
def test_rules(text: str, expected: str) -> None:
    found = [
        f"{rule.scope} {' '.join(text[o.start : o.end] for o in rule.owners)}"
        for rule in find_rules(text, known)
    ]
    assert found == ([expected] if expected else [])


def test_hostile_text_is_read_in_time() -> None:
    for text in (
        "（" * 5000,
        "责任单位：" * 3000,
        "（责任单位：" * 2000,
        "、各市" * 5000,
        "市发改委和" * 3000,
        "以下均需" * 3000,
    ):
        find_duties(text, known)
        find_rules(text, known)
