"""Names of organs, short and full: a table that a person of the field can extend."""

from __future__ import annotations

import re

FULL_NAMES: dict[str, tuple[str, ...]] = {
    "工业和信息化": ("工信",),
    "发展和改革": ("发改", "发展改革"),
    "住房和城乡建设": ("住建", "住房城乡建设"),
    "人力资源和社会保障": ("人社", "人力资源社会保障"),
    "市场监督管理": ("市监", "市场监管"),
    "卫生健康": ("卫健",),
    "交通运输": ("交通",),
    "退役军人事务": ("退役军人",),
    "文化广电和旅游": ("文广旅", "文旅", "文化广电旅游"),
    "生态环境": ("环保",),
    "应急管理": ("应急",),
    "医疗保障": ("医保",),
}
"""What a department deals with, as its full name says it → the ways in which lists shorten it."""

ORGAN_NAMES: dict[str, str] = {
    **{full: full for full in FULL_NAMES},
    **{short: full for full, shorts in FULL_NAMES.items() for short in shorts},
}

PUBLIC_SUFFIXES = ("局", "厅", "委", "委员会")

ORGAN = re.compile(
    rf"(?P<level>[省市县区])(?P<field>{'|'.join(sorted(ORGAN_NAMES, key=len, reverse=True))})"
    r"(?:局|厅|委员会|委|部门|主管部门)"
)
"""An organ of a level: 市工信局, 省工业和信息化厅, 市工信部门."""

_PROVINCE = re.compile(
    "^(?:[^省]{2,3}省|内蒙古|广西壮族|宁夏回族|新疆维吾尔|西藏|[北上重天][京海庆津]市)(?:自治区)?"
)
_BELOW = re.compile("[\u4e00-\u9fff](?:市(?![场政容])|县|区(?!域)|旗|州|盟|镇|乡|街道)")


def is_below_province(agency: str | None) -> bool:
    """Whether a name is that of an agency of a city, county or township. An unnamed agency is none."""
    return agency is not None and _BELOW.search(_PROVINCE.sub("", agency)) is not None


ISSUER_ABBREVIATIONS: dict[str, str] = {
    "工信部": "工业和信息化部",
    "国家发改委": "国家发展和改革委员会",
    "人社部": "人力资源和社会保障部",
    "住建部": "住房和城乡建设部",
    "国土部": "国土资源部",
    "环保部": "环境保护部",
    "国家卫计委": "国家卫生和计划生育委员会",
    "国家卫健委": "国家卫生健康委员会",
    "国家安监总局": "国家安全生产监督管理总局",
    "国家质检总局": "国家质量监督检验检疫总局",
    "国家食药监总局": "国家食品药品监督管理总局",
    "国家工商总局": "国家工商行政管理总局",
    "文旅部": "文化和旅游部",
}
"""Issuers as people call them → as they sign."""

OFFICE_CODES: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (re.compile("^工信厅"), re.compile("工业和信息化部"), "工业和信息化部办公厅"),
    (re.compile("^国办"), re.compile("国务院"), "国务院办公厅"),
    (re.compile("^财办"), re.compile("财政部"), "财政部办公厅"),
    (re.compile("^发改办"), re.compile("发展和?改革委"), "国家发展改革委办公厅"),
    (re.compile("^人社厅"), re.compile("人力资源和?社会保障部"), "人力资源社会保障部办公厅"),
    (re.compile("^建办"), re.compile("住房和?城乡建设部"), "住房城乡建设部办公厅"),
    (re.compile("^交办"), re.compile("交通运输部"), "交通运输部办公厅"),
    (re.compile("^环办"), re.compile("生态环境部|环境保护部"), "生态环境部办公厅"),
    (re.compile("^农办"), re.compile("农业农村部|农业部"), "农业农村部办公厅"),
    (re.compile("^自然资办"), re.compile("自然资源部"), "自然资源部办公厅"),
    (re.compile("^应急厅"), re.compile("应急管理部"), "应急管理部办公厅"),
    (re.compile("^商办"), re.compile("商务部"), "商务部办公厅"),
    (re.compile("^国卫办"), re.compile("卫生健康委|卫生计生委"), "国家卫生健康委办公厅"),
    (re.compile("^豫工信办"), re.compile("河南省工业和信息化"), "河南省工业和信息化厅办公室"),
    (re.compile("^[\u4e00-\u9fff]{1,2}政办"), re.compile("人民政府"), "人民政府办公厅（室）"),
)
"""代字 of an office, the issuer whose office it is, and how the office signs."""
