"""An enterprise's profile from what it says of itself in a few sentences. By rules; pure.

Only what is said for certain is taken: 40多人 is no number of employees.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.bodies import BODIES, Body
from assistant.phrase_parts import Part, PartKind, find_parts
from assistant.profile import Profile
from assistant.profile_json import day_span, read_profile
from assistant.sizes import Size
from assistant.territory import Territory, read_territory
from kb.numerals import chinese_number
from kb.squeeze import squeeze

__all__ = ["describes_enterprise", "read_description", "supplements"]

_NUMBER = r"(?P<number>(?<!\d)\d{1,9}+(?!\d)|[一二三四五六七八九十百千两]{1,12}+)"
_EXACT = r"(?![多余几来])"
_STAFF = re.compile(
    rf"(?:员工|职工|从业人员|从业者|人员|用工|雇员|工人|教职工)(?:总数|人数|总计|规模)?"
    rf"(?:有|共|约为|为|是|共有|现有|达到?){{0,3}}{_NUMBER}{_EXACT}(?:个|名)?人?(?!户|万|元)"
    rf"|{_NUMBER.replace('number', 'other')}{_EXACT}(?:个|名)(?:员工|职工|雇员|工人|教职工)"
    rf"|(?<=[，。])(?P<fifth>{_NUMBER[len('(?P<number>') :]}(?:个|名)?人(?=[，。]|$)"
    rf"|(?:雇|请|招|聘)(?:用|请)?了?{_NUMBER.replace('number', 'fourth')}{_EXACT}(?:个|名)?人"
    rf"|{_NUMBER.replace('number', 'third')}{_EXACT}人(?:的|规模)?[^，。]{{0,8}}(?:企业|公司|厂)"
)
_ABOUT = re.compile(r"(?:约|大约|近|将近|差不多|超过|不到)$")
_MONEY = (
    r"(?P<amount>\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]{1,9})(?![多余几来])"
    r"(?P<unit>(?>亿元|万元|亿|万|元))(?!左右|上下|以上|以下|多)"
)
_IS = r"(?:有|是|为|达到?|共|共计|总计|了)*"
_REVENUE = re.compile(rf"(?:营业收入|营收|主营业务收入|年收入|销售收入|营业额){_IS}{_MONEY}")
_ASSETS = re.compile(rf"(?:资产总额|总资产|资产){_IS}{_MONEY}")
_TAX = re.compile(rf"(?:纳税额?|缴税|缴纳税款|交税|上缴税收|纳税总额|税收){_IS}{_MONEY}")
_DAY = r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?"
_BEGAN = r"成立|注册|登记|设立|创办|开办|创立"
_REGISTERED = re.compile(
    rf"{_DAY}(?:，|在[^，。]{{0,12}})?(?:{_BEGAN})|(?:{_BEGAN})(?:于|时间(?:是|为)?|日期(?:是|为)?)"
    + _DAY.replace("year", "year2").replace("month", "month2").replace("day", "day2")
)
_SIZE = re.compile(r"(大|中|小|微|中小|小微|中小微)型?(?:的)?(?:企业|公司|工厂|厂)")
_NO = r"(?P<no>没有|没|未|不是|无|尚未|还没有?|不)?"
_HAVE = r"(?:取得|获得|持有|拥有|通过|具有|具备|办理|有|是|属于|列入|入选|被认定为)"
_TITLED = re.compile(
    rf"{_NO}{_HAVE}了?(?:了|过)?(?P<title>[^，。；、！？,;]{{2,24}}?"
    r"(?:许可证|登记证|证书|资质|资格|认定|认证|称号|牌照))"
)
_RANKED = re.compile(
    r"(?:国家级|国家|省级|市级|县级|区级)?"
    r"(?:高新技术企业|专精特新[“”]?小巨人[“”]?(?:企业)?|专精特新[“”]?(?:中小)?企业|科技型中小企业|创新型中小企业"
    r"|(?:农业产业化|农业|重点|物流)?龙头企业|(?:规模以上|规上|限额以上|限上)(?:企业)?|上市公司|上市企业|老字号"
    r"|小型微利企业|小规模纳税人|一般纳税人|绿色工厂|示范合作社|示范社|示范企业|瞪羚企业|独角兽企业|单项冠军企业)"
)
_DENIES = re.compile(r"(?:不是|不属于|没有|没评上|没|未|尚未|非|无)[^，。；！？、]{0,6}$")
_NO_RECORD = re.compile(
    r"(?:没有|没|无|未有过?|未)(?:被列入|列入)?(?:任何)?(?P<what>(?:失信|不良信用|违法|行政处罚|安全事故|欠税|环保处罚)(?:记录|行为|名单)?)"
)
_INSURED = re.compile(
    r"(?P<no>没有?|未|不)?(?:给[^，。]{0,8})?(?:都|均|全部)?(?:依法|按时|正常)?"
    r"(?:(?:参加|缴纳|交|参缴|缴|上)(?:了|有|过)?(?:社保|社会保险|职工社保|五险|失业保险|养老保险)|参保)"
)
_LAYOFFS = re.compile(r"(?:没有|没|未|不|从不|无)(?:发生过?|进行过?)?(?:裁员|裁减人员)")
_LAYOFF_RATE = re.compile(r"裁员率?(?:了|为|是)?(\d+(?:\.\d+)?)[%％]")
_IMPACT = re.compile(r"受(?:到)?[^，。、；]{0,6}?影响(?:较大|较重|严重|重大|很大)?")
_HARDSHIP = re.compile(
    r"(?:生产)?经营(?:暂时)?(?:困难|出现困难)|资金困难|还款困难|流动资金紧张|(?:去年|上年|今年)?亏损"
)
_LEASED = re.compile(
    r"(?:租用|承租|租赁|租)了?(?:的是)?[^，。；、]{0,12}?"
    r"(?:房产|厂房|场地|物业|用房|门面|仓库|店铺|店面|铺面|商铺|办公室|写字楼|房屋)"
)
_DOES = re.compile(
    r"(?:建设|运营|承担|实施|开展|参与|新建|改造|投资)了?(?:的是)?[^，。；]{2,24}?(?:项目|工程|中心|园区|基地|站点|平台|网点)"
)
_WITH = re.compile(
    r"(?:与|和|跟|同|为|给|向)[^，。；]{1,16}?(?:合作|服务|供货|配套|提供|共建|对接|联合|合办|发货|签约)(?:的)?"
)
"""What is said of others: 与快递企业合作的合作社 is no 快递企业."""
_WE = re.compile(
    r"我们|本公司|我公司|我司|本企业|我企业|我厂|我社|我校|本店|我店|我家|我单位|本单位|我是"
)
_PREMISES = frozenset({"门店", "商家"})
_SOLE = re.compile(r"个体(?!工商|户|经营)|[个开]体老板")
_COOPERATIVE = re.compile(r"本社|我社|我们社|示范社")
_ANY = Body(core=())
_FIRST = re.compile(
    rf"^(?:公司|企业|个体户?)|{_WE.pattern}|本人|我在|我店|本社|本厂|本院|我院|我公司|公司成立|一家"
)
_OUR_PLACE = re.compile(
    r"(?:我们|本)(?:这里|这边|当地|国|省|市|区|县)(?!内)|(?:哪|多少|几|某|每|同)一?家"
)
"""我们市: not what the writer is; 哪一家: nor is what is asked for."""
_SELF = re.compile(
    rf"(?:{_WE.pattern})[^。！？]{{0,30}}(?:企业|公司|厂|合作社|农场|户|店|学校|院校|学院|机构|医院|事业单位|幼儿园)"
)
_WE_SAY = re.compile(f"{_WE.pattern}|本人|我")
_WISHES = re.compile("(?:想|准备|打算|计划|拟)(?!法)[^，。；！？?]*")
_ELSEWHERE = re.compile("(?:不在|不是在)[^，。；！？?]*")
_ASKS = re.compile("[?？吗呢么]|哪|什么|怎么|如何|多少|几|谁")
_ADDS = re.compile(
    rf"(?:还有|另外|此外|对了|补充|再补充|忘了说|哦|不对|更正|其实|不是)?[，,：:]?(?:一下)?[，,：:]?"
    rf"(?:{_WE.pattern}|公司|企业|去年|上年|员工|职工|营收|营业收入|没有|有|注册|成立|租|参加|在|是|一共)"
)
_KEPT_PLACE = re.compile(
    r"(?:在|于|位于|地址是?|注册地是?|是)(?P<place>[一-龥]{2,4}?)(?=[，。；、,的做开经从有注成种养]|$)"
)
_PARK = re.compile(r"(?:工业|产业|农业|物流|科技|创业|软件)(?:园区?|集聚区|集中区)")
_GROWS = re.compile(
    r"(?<![一-龥]品)(?P<verb>种植?(?!类)|养殖?(?![老护生])|卖(?!家))了?(?P<what>[一-龥]{1,4}?)(?=[，。；、的]|$)"
)


_TRADES = {"种": "种植", "养": "养殖", "卖": "零售"}


def describes_enterprise(text: str) -> bool:
    """Whether a message says what enterprise its writer is.

    In so many words (我们是…企业), or by at least two facts told in the first person.
    """
    said = _OUR_PLACE.sub("", squeeze(text))
    if _SELF.search(said) is not None:
        return True
    if not _FIRST.search(said):
        return False
    profile = read_description(said)
    facts = (profile.region, profile.industry, profile.kind, profile.size, profile.qualifications)
    numbers = (profile.employees, profile.revenue, profile.registered, profile.tax_paid)
    return sum(map(bool, facts)) + sum(each is not None for each in numbers) >= 2


def supplements(text: str) -> bool:
    """Whether a message adds to what its writer said before (还有，我们去年缴税120万)."""
    said = squeeze(text)
    adds = _ADDS.match(said) is not None and _ASKS.search(said) is None
    return adds and read_description(said) != Profile()


def read_description(text: str) -> Profile:
    """The profile that sentences give (我们是衢江区一家做冷链快递的小企业，员工45人…)."""
    said = _own_statements(squeeze(text).replace(",", "，"))
    own = _WITH.sub("", said)
    held, lacking = _titles(said)
    place = _place(said)
    return Profile(
        region=str(place) if place and place.province else None,
        industry=_industry(own),
        size=_size(said),
        kind=_kinds(own),
        qualifications=held,
        projects=tuple(dict.fromkeys(match[0] for match in _DOES.finditer(said))),
        circumstances=_circumstances(said),
        without=lacking,
        employees=_employees(said),
        revenue=_money(_REVENUE, said),
        assets=_money(_ASSETS, said),
        tax_paid=_money(_TAX, said),
        layoff_rate=_layoff_rate(said),
        registered=_registered(said),
        insured=_insured(said),
    )


def _own_statements(said: str) -> str:
    """What is said without questions on others, wishes and where it is not."""
    sentences = re.findall("[^。！？?]+[。！？?]*", said)
    told = (each for each in sentences if _WE_SAY.search(each) or not each.endswith(("？", "?")))
    return _ELSEWHERE.sub("", _WISHES.sub("", "".join(told)))


def _place(said: str) -> Territory | None:
    """The region; of 在义乌 the city, where just one bears the name."""
    place = read_territory(said)
    if place is not None:
        return place
    for match in _KEPT_PLACE.finditer(said):
        names = [f"{match['place']}{ending}" for ending in "市县区"]
        found = [(name, read_territory(name)) for name in names]
        held = [place for name, place in found if place and name == place.county]
        if len(held) == 1:
            return held[0]
    return None


def _kinds(own: str) -> tuple[str, ...]:
    """The kinds of bodies; 企业 only where nothing closer is said."""
    found = dict.fromkeys(part.text for part in find_parts(own) if _is_own_kind(part, own))
    if _SOLE.search(own):
        found.setdefault("个体工商户")
    if _COOPERATIVE.search(own):
        found.setdefault("合作社")
    closer = {each for each in found if BODIES.get(each, _ANY).core != ("企业",)}
    plainly = tuple(each for each in found if each not in closer)
    return tuple(each for each in found if each in closer) if closer else plainly[:1]


def _is_own_kind(part: Part, said: str) -> bool:
    """Whether a word says what the writer is; persons and generic words (员工, 单位) do not.

    国有厂房 does not make a 国有企业.
    """
    if part.kind is PartKind.OWNERSHIP:
        return part.text.endswith("企业") or said.startswith(("企业", "公司", "的企业"), part.end)
    return (
        part.kind is PartKind.BODY
        and BODIES[part.text].core not in ((), ("个人",))
        and len(BODIES[part.text].core) == 1
        and part.text not in _PREMISES
    )


def _industry(said: str) -> str | None:
    """The words for the industry as they stand together: 冷链快递."""
    grown = _GROWS.search(said)
    found = ""
    said = _PARK.sub("园区", said)
    for part in find_parts(said):
        if part.kind is PartKind.INDUSTRY and not said.startswith(("了", "过"), part.end):
            found += part.text if not found or said.endswith(found, 0, part.start) else ""
        elif found:
            break
    if grown and found in ("", "农业"):
        return grown["what"] + _TRADES[grown["verb"][0]]
    return found or None


def _size(said: str) -> tuple[Size, ...]:
    match = _SIZE.search(said)
    return read_profile({"size": match[1]}).size if match else ()


def _employees(said: str) -> int | None:
    for match in _STAFF.finditer(said):
        number = (
            match["number"] or match["other"] or match["third"] or match["fourth"] or match["fifth"]
        )
        if not _ABOUT.search(said, 0, match.start(match.lastgroup or 0)):
            return int(number) if number.isdecimal() else chinese_number(number)
    return None


def _money(pattern: re.Pattern[str], said: str) -> Decimal | None:
    match = pattern.search(said)
    if match is None:
        return None
    amount = match["amount"]
    number = amount if amount[0].isdecimal() else chinese_number(amount)
    return None if number is None else read_profile({"revenue": f"{number}{match['unit']}"}).revenue


def _registered(said: str) -> tuple[date, date] | None:
    match = _REGISTERED.search(said)
    if match is None:
        return None
    end = "" if match["year"] else "2"
    numbers = [match[f"{name}{end}"] for name in ("year", "month", "day")]
    try:
        return day_span(*(int(number) if number else None for number in numbers))
    except ValueError:
        return None


def _titles(said: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The qualifications that it says to have, and those that it says not to have."""
    held: dict[str, None] = {}
    lacking: dict[str, None] = {}
    for match in _TITLED.finditer(said):
        (lacking if match["no"] else held).setdefault(match["title"])
    for match in _RANKED.finditer(said):
        before = said[max(0, match.start() - 12) : match.start()]
        (lacking if _DENIES.search(before) else held).setdefault(match[0])
    lacking.update((match["what"], None) for match in _NO_RECORD.finditer(said))
    return tuple(held), tuple(lacking)


def _circumstances(said: str) -> tuple[str, ...]:
    def found() -> Iterator[str]:
        for pattern in (_IMPACT, _HARDSHIP, _LEASED):
            for match in pattern.finditer(said):
                if not said[: match.start()].endswith(("没有", "没", "未", "不")):
                    yield match[0]

    return tuple(dict.fromkeys(found()))


def _layoff_rate(said: str) -> Decimal | None:
    match = _LAYOFF_RATE.search(said)
    if match:
        return Decimal(match[1])
    return Decimal(0) if _LAYOFFS.search(said) else None


def _insured(said: str) -> bool | None:
    match = _INSURED.search(said)
    return None if match is None else not match["no"]
