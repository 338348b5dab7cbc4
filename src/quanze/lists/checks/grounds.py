"""Consistency within a matter: what the basis asks for against what the duties provide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanze.lists.checks.listing import Kind, Listing
from quanze.lists.checks.organs import is_below_province
from quanze.lists.checks.rules import OPENNESS, Hit, Rule
from quanze.lists.model import AnnexKind, Severity
from quanze.prose import around, fold, listed, quote, sentences

FAVOURS = frozenset({"其他职权", "行政奖励", "行政给付"})
"""Categories whose matters are applied for but are no licences: here the basis is usually a programme's own rules."""

LOCAL_ACTOR = re.compile("县|各区|区级|当地|基层")

REQUIREMENTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "到现场核查",
        re.compile(r"(?:现场|实地)[^，。；]{0,8}(?:核查|核实|勘查|踏勘|考察)"),
        re.compile("现场|实地"),
    ),
    (
        "会同财政部门",
        re.compile(r"(?:会同|联合|与)(?:同级|当地|本级)财政(?:部门|局)"),
        re.compile("财政"),
    ),
    ("公示", re.compile(r"公示"), re.compile("公示|公告|公布")),
    (
        "审查信用情况",
        re.compile(r"信用(?:情况|状况|信息|记录)[^，。；]{0,6}(?:审查|核查|查询|审核)"),
        re.compile("信用"),
    ),
)
"""What a basis may ask of the county, how it says so, and a word that any duty about it would hold."""

PROCEDURAL_LAWS = re.compile(
    r"行政许可法|行政处罚法|行政强制法|行政复议法|行政诉讼法|政府信息公开条例|国家赔偿法|程序规定|监察法|公务员法|处分"
)
_RELIED_ON = re.compile(r"(?:按照|依照|依据|根据)《(?P<title>[^《》]{4,60})》")
_INSTRUMENT = re.compile(
    r"(?:法|条例|办法|规定|细则|规程|规则|标准|规范|条件|通知|意见|方案|准则)(?:[（(][^（）()]*[）)])?$"
)
_ENUMERATED = re.compile(r"^(?P<one>[\u4e00-\u9fff]{2,4})、(?P<two>[\u4e00-\u9fff]{2,4})等")
_HIGHER_APPROVES = re.compile(
    r"(?:报|由|经|向)(?:所在地)?(?P<level>省级?)[^，。；]{0,14}(?:批准|审批|核准|审核同意)"
)
_DECIDES = re.compile(r"作出[^，。；]{0,6}决定|拟定批复|予以批复|下达批复")
_REPORTS = re.compile(r"上报|报送|转报|呈报|报请|推荐|报[省市国]")
_TO_PROVINCE = re.compile(
    r"(?:向|上报|报送|报)(?P<organ>省[^，。；、]{1,14}?(?:厅|局|部门|委员会|委))(?:推荐|报送|上报|申报|$|[，。；、])"
)
_TO_CITY = re.compile(r"(?:向|上报|报送|报)(?P<organ>市[^，。；、]{1,14}?(?:局|部门|委员会|委))")


def relied_on_without_basis(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        named: str | None = None
        for path, duty in entry.texts(Kind.DUTY):
            for match in _RELIED_ON.finditer(duty):
                title = match["title"]
                if not _INSTRUMENT.search(title) or PROCEDURAL_LAWS.search(title):
                    continue
                if named is None:
                    named = fold(entry.text(Kind.BASIS, Kind.EXTRA, Kind.LIABILITY))
                if named and fold(title) not in named and not _is_alias(title):
                    yield Hit(
                        f"责任事项依照《{title}》办理，实施依据没有列出这一文件",
                        entry,
                        path,
                        match.start("title") - 1,
                        match.end("title") + 1,
                    )


def _is_alias(title: str) -> bool:
    return len(title) <= 6


def required_but_absent(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        if entry.category not in FAVOURS:
            continue
        duties = entry.text(Kind.DUTY, Kind.STAGE)
        if not duties:
            continue
        for path, basis in entry.texts(Kind.BASIS):
            for word, asked, provided in REQUIREMENTS:
                if provided.search(duties):
                    continue
                match = next(_asked_of_county(basis, asked), None)
                if match is not None:
                    start, end = match
                    yield Hit(
                        f"实施依据要求{word}（{around(basis, start, end)}），责任事项没有写",
                        entry,
                        path,
                        start,
                        end,
                    )


def _asked_of_county(basis: str, asked: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in asked.finditer(basis):
        begin = max(basis.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
        if LOCAL_ACTOR.search(basis, begin, match.start()):
            yield match.span()


def named_without_basis(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        match = _ENUMERATED.match(entry.name)
        basis = entry.text(Kind.BASIS)
        if match is None or not basis or len(match["one"]) != len(match["two"]):
            continue
        missing = [group for group in ("one", "two") if match[group] not in basis]
        if len(missing) == 1:
            group = missing[0]
            yield Hit(
                f"名称列举了“{match[group]}”，实施依据没有提到",
                entry,
                "name",
                match.start(group),
                match.end(group),
            )


def decides_what_others_approve(listing: Listing) -> Iterator[Hit]:
    if not is_below_province(listing.document.agency):
        return
    for entry in listing.entries:
        if entry.annex is AnnexKind.CATALOGUE or entry.category != "其他职权":
            continue
        basis = entry.text(Kind.BASIS)
        approval = _HIGHER_APPROVES.search(basis)
        if approval is None or _REPORTS.search(entry.text(Kind.DUTY, Kind.STAGE)):
            continue
        for path, duty in entry.texts(Kind.DUTY):
            decision = _DECIDES.search(duty)
            if decision is not None:
                yield Hit(
                    f"实施依据规定由省级批准（{around(basis, *approval.span())}），"
                    f"责任事项却写本机关“{decision.group()}”，且没有上报环节，请核对由谁决定",
                    entry,
                    path,
                    *decision.span(),
                )
                break


def reports_elsewhere(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        if entry.category not in FAVOURS:
            continue
        asked = next(
            (
                match
                for sentence in sentences(entry.text(Kind.BASIS))
                if LOCAL_ACTOR.search(sentence.group())
                and (match := _TO_PROVINCE.search(sentence.group())) is not None
            ),
            None,
        )
        if asked is None:
            continue
        found = [
            (path, match)
            for path, duty in entry.texts(Kind.DUTY)
            if (match := _TO_CITY.search(duty)) is not None
        ]
        if found:
            path, match = found[0]
            organs = list(dict.fromkeys(other["organ"] for _, other in found))
            yield Hit(
                f"实施依据写明报{quote(asked['organ'])}，"
                f"责任事项写的是{listed([quote(organ) for organ in organs])}，请核对上报对象",
                entry,
                path,
                match.start("organ"),
                match.end("organ"),
            )


def names_only(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        for path, basis in entry.texts(Kind.BASIS):
            if "《" not in basis or re.search(r"第\s*[\d〇零一二三四五六七八九十百]+\s*条", basis):
                continue
            rest = re.sub(r"《[^》]*》|[（(][^（）()]*[）)]|\d+[.．、]|\s", "", basis)
            rest = re.sub(r"以及|及|和|与|等|有关规定|相关规定|的规定|规定", "", rest)
            if not re.search(r"[\u4e00-\u9fff]", rest):
                count = basis.count("《")
                yield Hit(
                    f"实施依据只列了 {count} 个文件的名称，没有写明条款或内容，看不出职权从哪一条来",
                    entry,
                    path,
                    0,
                    len(basis),
                )


RULES = (
    Rule(
        "C221",
        Severity.INFO,
        "责任事项依照的文件没有列入实施依据",
        OPENNESS,
        "只看“按照/依照/依据/根据《……》”；行政许可法等通用程序法律不计；只写简称的不计。",
        relied_on_without_basis,
    ),
    Rule(
        "C222",
        Severity.INFO,
        "实施依据对基层的要求没有写进责任事项",
        OPENNESS,
        "只看现场核查、会同财政、公示、信用审查四种要求，且依据中同一句写到县、区或当地；行政许可、处罚等类别不检查。",
        required_but_absent,
    ),
    Rule(
        "C223",
        Severity.INFO,
        "事项名称列举的对象在实施依据中没有提到",
        OPENNESS,
        "只看“甲、乙等……”形式的名称，且其中一个在依据中提到、另一个没有提到的。",
        named_without_basis,
    ),
    Rule(
        "C224",
        Severity.WARNING,
        "实施依据规定由上级批准，责任事项却写由本机关决定",
        OPENNESS,
        "只看其他职权中依据写明省级批准、责任事项有“作出决定”“拟定批复”而没有任何上报字样的。",
        decides_what_others_approve,
    ),
    Rule(
        "C225",
        Severity.INFO,
        "实施依据与责任事项写的上报对象不同",
        OPENNESS,
        "只比较省、市两级；逐级上报本属常例，请对照文件核对。",
        reports_elsewhere,
    ),
    Rule(
        "C226",
        Severity.INFO,
        "实施依据只列文件名称，没有条款或内容",
        OPENNESS,
        "写有“第某条”或任何引文、说明的不提示。",
        names_only,
    ),
)
