"""Citation form: how titles and 文号 are written, and whether they can belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanze.lists.checks.listing import Entry, Kind, Listing, Passage
from quanze.lists.checks.organs import ISSUER_ABBREVIATIONS, OFFICE_CODES
from quanze.lists.checks.rules import Hit, Rule, Spot, in_texts
from quanze.lists.model import Severity
from quanze.prose import around, fold, quote
from quanze.prose.document_numbers import SHORT_NAME, Number, Title, is_behind_sentence
from quanze.prose.order_numbers import ORDER_NUMBER

NUMBER_FORM = "GB/T 9704—2012 7.2.5：年份标全称并用六角括号“〔〕”括入；发文顺序号不加“第”字，不编虚位"
JOINT = "《党政机关公文处理工作条例》第九条：发文字号由发文机关代字、年份、发文顺序号组成"
TITLE_FIRST = "公文引用的通例：先引标题，后引发文字号"

CITING = (Kind.BASIS, Kind.DUTY, Kind.LIABILITY, Kind.EXTRA, Kind.ADJUSTMENT)

_ORDERS = re.compile(r"(?:令|公告|通告|决定|指引|规范|标准|目录|规划|计划|方案|办法)$")
_NOTICE = re.compile(r"关于.*(?:通知|意见|批复|函|通告|纪要|公告|要点)$")
_UNNUMBERED = re.compile(
    r"(?:关于.*(?:说明|方案)|(?:暂行|试行).{0,6}(?:办法|规定|细则|规程)"
    r"|(?:办法|规定|细则|规程|规范)[（(](?:试行|暂行)[）)])$"
)
_NUMBER_LEADS = re.compile(r"号\s*(?:[）)]?\s*(?:印发|发布|公布|颁布|制定|下发)的?)?\s*$")
_ALIAS = re.compile(rf"《(?P<name>{SHORT_NAME})》")
_NEAR = 12
"""A 文号 that begins so few characters behind a title ("；依据文号：") belongs to it."""
_NOT_JOINT = re.compile(r"(?:残|妇|工商|文|侨|社|科|总|台|学|商|全|青)联")
_SUFFIXES = re.compile(r"(?:委员会|办公厅|办公室|人民政府|总局|部|厅|局|署|院|行|委|会|府)")
_ABBREVIATION = re.compile("|".join(sorted(ISSUER_ABBREVIATIONS, key=len, reverse=True)))


def brackets(passage: Passage) -> Iterator[Spot]:
    for number in passage.numbers:
        if (number.open, number.close) == ("〔", "〕") or _ORDERS.search(number.code):
            continue
        shown = f"{number.open}{number.close}"
        yield Spot(
            number.start,
            number.end,
            f"发文字号{quote(number.text)}的年份用了“{shown}”，应用六角括号“〔〕”",
            number.canonical,
        )


def blanks(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    found = [
        (number.start, number.end, number.text, number.canonical)
        for number in passage.numbers
        if (number.open, number.close) == ("〔", "〕")
        and not number.nth
        and number.text != number.canonical
        and (re.search(r"\s|[０-９]", number.text))
        and not _is_padded(number)
    ]
    found += [
        (match.start(), match.end(), match.group(), re.sub(r"\s", "", match.group()))
        for match in ORDER_NUMBER.finditer(text)
        if re.search(r"\s", match.group())
    ]
    if found:
        start, end, shown, instead = min(found)
        more = "" if len(found) == 1 else f"，本栏共 {len(found)} 处"
        what = "中间多了空格" if re.search(r"\s", shown) else "用了全角数字"
        yield Spot(start, end, f"发文字号{quote(shown)}{what}{more}", instead)


def _is_padded(number: Number) -> bool:
    return number.sequence[0] in "0０" and len(number.sequence) > 1


def padded(passage: Passage) -> Iterator[Spot]:
    for number in passage.numbers:
        if _ORDERS.search(number.code) or not (number.nth or _is_padded(number)):
            continue
        what = "加了“第”字" if number.nth else "编了虚位 0"
        yield Spot(number.start, number.end, f"发文字号{quote(number.text)}的顺序号{what}", number.canonical)


def office_code(passage: Passage) -> Iterator[Spot]:
    for title in passage.titles:
        number, issuers = title.number, title.issuers
        if number is None or not issuers:
            continue
        signs_as_office = re.search("办公[厅室]", issuers) is not None
        for code, organ, office in OFFICE_CODES:
            if code.search(number.code) and organ.search(issuers) and not signs_as_office:
                yield Spot(
                    title.start,
                    number.end,
                    f"文号{quote(number.text)}是{office}的发文代字，标题中的发文机关却是“{issuers}”，请与原文核对",
                )
                break
        else:
            if signs_as_office and re.fullmatch("[\u4e00-\u9fff]{1,2}政发?|国发|国函", number.code):
                yield Spot(
                    title.start,
                    number.end,
                    f"文号{quote(number.text)}是政府的发文代字，标题中的发文机关却是“{issuers}”，请与原文核对",
                )


def joint_code(passage: Passage) -> Iterator[Spot]:
    for title in passage.titles:
        number, issuers = title.number, title.issuers
        if number is None or not issuers or "联" not in _NOT_JOINT.sub("", number.code):
            continue
        if re.search(r"[、，\s]|等|部门|单位|和.*[厅局部委].*[厅局部委]", issuers):
            continue
        if len(_SUFFIXES.findall(re.sub("人民政府办公[厅室]|[部厅局委]办公[厅室]", "厅", issuers))) < 2:
            yield Spot(
                title.start,
                number.end,
                f"文号{quote(number.text)}带“联”字，是联合行文，标题中却只有“{issuers}”一个发文机关，请与原文核对",
            )


def notice_without_number(listing: Listing) -> Iterator[Hit]:
    yield from _unnumbered(listing, _NOTICE, "没有写发文字号，难以查找和核对")


def rule_without_number(listing: Listing) -> Iterator[Hit]:
    yield from _unnumbered(listing, _UNNUMBERED, "没有写发文字号或发文机关、日期，难以核对是否有效")


def _unnumbered(listing: Listing, wanted: re.Pattern[str], message: str) -> Iterator[Hit]:
    for entry in listing.entries:
        for path, value in entry.texts(*CITING):
            for title in listing.passage(value).titles:
                if title.has_number or not wanted.search(title.name):
                    continue
                if not _numbered_elsewhere(listing, entry, title, path, value):
                    yield Hit(
                        f"{quote('《' + title.name + '》')}{message}", entry, path, title.start, title.end
                    )


def _numbered_elsewhere(listing: Listing, entry: Entry, title: Title, path: str, value: str) -> bool:
    """Whether the matter gives the instrument's number at another place, or cites it earlier (told there)."""
    before = value[max(0, title.start - 30) : title.start]
    if _NUMBER_LEADS.search(before) or before.endswith("简称"):
        return True
    later = [number for number in listing.passage(value).numbers if number.start > title.end]
    if value[title.end : title.end + 1] in ("、", "和", "及", "《") and len(later) > 1:
        return True  # several titles before a bracket that holds the numbers of all
    if any(is_behind_sentence(value, number.start) or number.start - title.end <= _NEAR for number in later):
        return True
    name = fold(title.name)
    for other_path, other_value in entry.texts(*CITING):
        for other in listing.passage(other_value).titles:
            if (other_path, other.start) == (path, title.start):
                break
            if name == fold(other.name):
                return True
        else:
            continue
        break
    return any(
        other.has_number and name in fold(other.name)
        for _, other_value in entry.texts(*CITING)
        for other in listing.passage(other_value).titles
    )


def far_number(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    for number in passage.numbers:
        if is_behind_sentence(text, number.start):
            yield Spot(
                number.start,
                number.end,
                f"发文字号{quote(number.text)}写在引文之后，应紧跟在文件标题之后",
            )


def nested_title(passage: Passage) -> Iterator[Spot]:
    for title in passage.titles:
        if "《" in title.name:
            mended = title.name.replace("《", "〈").replace("》", "〉")
            safe = "〈" not in title.name
            yield Spot(
                title.start,
                title.end,
                f"{quote('《' + title.name + '》')}书名号里面又用书名号，里层应用单书名号“〈〉”",
                f"《{mended}》" if safe else None,
            )


def unresolved_alias(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        introduced: str | None = None
        for path, value in entry.texts(Kind.BASIS, Kind.DUTY):
            told: set[str] = set()
            for match in _ALIAS.finditer(value) if "《" in value else ():
                if introduced is None:
                    introduced = entry.text(*CITING)
                alias = match["name"]
                if alias in told or re.search(rf"简称[“\"”]?《{alias}》", introduced):
                    continue
                if value[: match.start()].endswith(("印发", "关于", "简称", "简称“")):
                    continue
                told.add(alias)
                yield Hit(
                    f"{around(value, *match.span())}中的“《{alias}》”是简称，前文没有“以下简称”，看不出指哪一个文件",
                    entry,
                    path,
                    *match.span(),
                )


def abbreviated_issuer(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    for title in passage.titles:
        for match in _ABBREVIATION.finditer(title.issuers):
            start = title.start + 1 + title.name.index(title.issuers) + match.start()
            full = ISSUER_ABBREVIATIONS[match.group()]
            yield _abbreviated(start, match.group(), full, quote("《" + title.name + "》"))
        if title.bracket is not None:
            order = re.search(rf"({_ABBREVIATION.pattern})(?=\s*(?:令|公告))", title.bracket)
            if order is not None:
                start = text.index(title.bracket, title.end) + order.start()
                full = ISSUER_ABBREVIATIONS[order.group()]
                yield _abbreviated(start, order.group(), full, f"“（{title.bracket}）”")


def _abbreviated(start: int, short: str, full: str, shown: str) -> Spot:
    return Spot(start, start + len(short), f"{shown}中的发文机关用了简称“{short}”，应写全称“{full}”", full)


RULES = (
    Rule(
        "Z401",
        Severity.WARNING,
        "发文字号的年份没有用六角括号",
        NUMBER_FORM,
        "令、公告等“第某号”的编号不检查；括号前没有代字的看不出来。",
        in_texts(CITING, brackets),
    ),
    Rule(
        "Z402",
        Severity.INFO,
        "发文字号中间有空格或全角数字",
        NUMBER_FORM,
        "每栏合并提示一次，指第一处；已按 Z401、Z403 报告的不重复。",
        in_texts(CITING, blanks),
    ),
    Rule(
        "Z403",
        Severity.WARNING,
        "发文字号的顺序号加了“第”字或编了虚位",
        NUMBER_FORM,
        "令、公告等本来写“第某号”的不检查。",
        in_texts(CITING, padded),
    ),
    Rule(
        "Z404",
        Severity.WARNING,
        "发文字号的代字与标题中的发文机关不符",
        JOINT,
        "只认得表中所列办公厅（室）和政府的代字；标题没有写发文机关的不检查。",
        in_texts(CITING, office_code),
    ),
    Rule(
        "Z405",
        Severity.WARNING,
        "发文字号带“联”字而标题只有一个发文机关",
        JOINT,
        "残联、妇联等机关名称中的“联”不算；标题写“等部门”的不检查。两个机关而没有“联”字不算问题：联合行文用主办机关的字号。",
        in_texts(CITING, joint_code),
    ),
    Rule(
        "Z406",
        Severity.WARNING,
        "引用通知、意见等文件没有写发文字号",
        TITLE_FIRST,
        "只看“关于……的通知（意见、批复、函、公告等）”；法律、法规和规章不需要；同一事项别处写了字号的不算。",
        notice_without_number,
    ),
    Rule(
        "Z407",
        Severity.INFO,
        "引用暂行、试行的规定或说明、方案没有写发文字号",
        TITLE_FIRST,
        "其他办法、规定不检查，其中多有规章；同一文件只在第一处提示。",
        rule_without_number,
    ),
    Rule(
        "Z408",
        Severity.INFO,
        "发文字号没有紧跟标题",
        TITLE_FIRST,
        "只看单独放在句号之后括号里的字号。",
        in_texts(CITING, far_number),
    ),
    Rule(
        "Z409",
        Severity.WARNING,
        "书名号里面又用了书名号",
        "GB/T 15834—2011 4.15：书名号里还要用书名号时，里面一层用单书名号",
        "内外两层没有配对的看不出来（见 W311）。",
        in_texts(CITING, nested_title),
    ),
    Rule(
        "Z410",
        Severity.INFO,
        "用了文件的简称而没有交代",
        "公文引用的通例：使用简称应当先用全称并注明简称",
        "只认得《办法》《管理办法》《通知》等通用简称；引文中本有交代而摘录时略去的也会提示；交代了简称而没有使用的不提示，引文常如此。",
        unresolved_alias,
    ),
    Rule(
        "Z411",
        Severity.INFO,
        "引用文件时发文机关用了简称",
        "《党政机关公文处理工作条例》第九条：标题由发文机关名称、事由和文种组成",
        "只认得表中所列部门；引文里的简称不检查。",
        in_texts(CITING, abbreviated_issuer),
    ),
)
