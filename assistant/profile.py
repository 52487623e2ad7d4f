"""What an enterprise says of itself (企业画像). Every part may be missing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from assistant.bodies import BODIES, SECTIONS_OF
from assistant.industries import Industry, find_industries, lies_in, of_section
from assistant.sizes import Size, derived_sizes
from assistant.territory import Territory, read_territory

__all__ = ["FIELDS", "Profile", "merged", "profile_notes", "supplemented"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """企业画像：None and an empty tuple mean that it is not known."""

    name: str | None = None
    region: str | None = None  # 浙江省衢州市衢江区
    industry: str | None = None  # in its own words
    section: str | None = None  # GB/T 4754—2017 门类, A to T
    size: tuple[Size, ...] = ()  # as stated; 小微 is two
    kind: tuple[str, ...] = ()  # 快递企业, 合作社, 个体工商户, 民营企业…
    qualifications: tuple[str, ...] = ()  # 证书、资质、认定、名单
    projects: tuple[str, ...] = ()  # 在建、运营的项目，在做的事
    circumstances: tuple[str, ...] = ()  # 其他情况：受疫情影响较大，租用国有厂房…
    without: tuple[str, ...] = ()  # 明确没有的资质、项目、情况
    employees: int | None = None  # 人
    revenue: Decimal | None = None  # 上年营业收入，万元
    assets: Decimal | None = None  # 资产总额，万元
    tax_paid: Decimal | None = None  # 上年纳税额，万元
    layoff_rate: Decimal | None = None  # 裁员率，%
    registered: tuple[date, date] | None = None  # 登记日期的最早、最晚可能
    insured: bool | None = None  # 参加社会保险

    @property
    def territory(self) -> Territory | None:
        """The region; None where it is not given or names no certain one."""
        return read_territory(self.region) if self.region else None

    @property
    def industries(self) -> tuple[Industry, ...]:
        """What its words for its industry and its kind mean, else its whole section."""
        words = " ".join((self.industry or "", *self.kind))
        named = tuple(each.industry for each in find_industries(words))
        if named:
            return tuple(each for each in named if not any(_wider(each, n) for n in named))
        kinds = (core.split(".")[0] for k in self.kind if k in BODIES for core in BODIES[k].core)
        sections = (self.section, *map(SECTIONS_OF.get, kinds))
        return tuple(of_section(letter) for letter in dict.fromkeys(sections) if letter)

    @property
    def derived_size(self) -> frozenset[Size]:
        """The sizes that its figures allow by the statistical standard; empty without figures."""
        staff = None if self.employees is None else Decimal(self.employees)
        figures = {"employees": staff, "revenue": self.revenue, "assets": self.assets}
        return derived_sizes(self.industries, figures)

    @property
    def sizes(self) -> frozenset[Size]:
        """The sizes it can be of: what it states, narrowed by its figures; empty if not known.

        Where the two contradict each other both stay possible.
        """
        stated, derived = frozenset(self.size), self.derived_size
        if not stated or not derived:
            return stated or derived
        return stated & derived or stated | derived


def _wider(one: Industry, other: Industry) -> bool:
    """Whether one industry holds another and more: 制造 beside 汽车零部件 says no more."""
    return one != other and lies_in((other,), one) is True and lies_in((one,), other) is not True


FIELDS: Mapping[str, str] = {
    "name": "名称",
    "region": "地区",
    "industry": "行业",
    "section": "行业门类",
    "size": "企业规模",
    "kind": "企业类型",
    "qualifications": "资质",
    "projects": "项目",
    "circumstances": "其他情况",
    "without": "没有的资质和情况",
    "employees": "员工人数",
    "revenue": "上年营业收入",
    "assets": "资产总额",
    "tax_paid": "上年纳税额",
    "layoff_rate": "裁员率",
    "registered_on": "登记日期",
    "insured": "参加社会保险",
}
"""The fields of a profile in JSON and their Chinese names, which are accepted too."""


def merged(profile: Profile, later: Profile) -> Profile:
    """A profile with what a later statement adds; what the later one says wins."""
    empty = Profile()
    changes = {
        field.name: getattr(later, field.name)
        for field in fields(Profile)
        if getattr(later, field.name) != getattr(empty, field.name)
    }
    return replace(profile, **changes)


def supplemented(profile: Profile, later: Profile) -> Profile:
    """A profile with what a later message adds; lists grow, without what is denied later."""
    both = merged(profile, later)

    def joined(name: str, without: tuple[str, ...]) -> tuple[str, ...]:
        said = dict.fromkeys((*getattr(profile, name), *getattr(later, name)))
        return tuple(each for each in said if each not in without)

    return replace(
        both,
        qualifications=joined("qualifications", later.without),
        projects=joined("projects", later.without),
        circumstances=joined("circumstances", later.without),
        without=joined("without", later.qualifications),
    )


def profile_notes(profile: Profile) -> Sequence[str]:
    """What in the profile is not certain or contradicts itself, one line each."""
    notes = []
    if profile.region and profile.territory is None:
        notes.append(f"“{profile.region}”不能确定是哪里，请写明省、市")
    if profile.size and profile.derived_size and not frozenset(profile.size) & profile.derived_size:
        by = "、".join(size.value for size in Size if size in profile.derived_size)
        notes.append(f"所填规模与人数、营业收入不符：按划型标准是{by}")
    if profile.industry and not find_industries(profile.industry) and not profile.section:
        notes.append(f"“{profile.industry}”不能归入国民经济行业分类，可用 section 写明门类")
    return notes
