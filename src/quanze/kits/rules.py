"""What a kit must keep to beyond its types; what follows an end has rules of its own (``following``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanze.kits.model import SUB_KIND, Condition, Field, FieldKind, Kit, Material, Section
from quanze.kits.problem import Problem
from quanze.procedure.clocks.term import MOST
from quanze.procedure.engine.acts import Act

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")

NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.MONEY})
TEXTS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.ADDRESS})
CHOOSING = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
IN_COLUMNS = frozenset(FieldKind) - {
    FieldKind.TABLE,
    FieldKind.CHOICES,
    FieldKind.DECLARATION,
    FieldKind.LONG_TEXT,
}
"""What a cell of a table can hold."""

NEVER_PUBLIC = frozenset({FieldKind.PHONE, FieldKind.EMAIL, FieldKind.TABLE, FieldKind.DECLARATION})
"""What no publicity shows: how to reach people, and tables, whose rows name them (个人信息保护法 arts. 6, 34;
政府信息公开条例 art. 15)."""

ACTS = frozenset(act.__name__ for act in Act.__subclasses__())
"""The acts of the engine, by name."""

LONGEST_TEXT = 5000
"""Characters of a text of a kit."""

LONGEST_LIST = 300
"""Items of any list of a kit."""

MOST_ROWS = 200
USUAL_ROWS = 50
"""Of a table whose kit sets no bound."""

MOST_COLUMNS = 12
MOST_CELLS = 1200
"""Of a table: a browser sends each of them."""

LONGEST = 20000
MOST_COPIES = 99
MOST_POINTS = 1000
"""Of a criterion."""

LONGEST_PREFERENCE = 300
MOST_ENCLOSED = 10
MOST_SUMMARY = 8
MOST_SHARE = 20
"""Of a summary table: its columns, and the share of one of them."""


MOST_TOLD = 20
"""So many possible values are told where one is wrong."""


def unkept(char: str) -> bool:
    """What no text of a kit may hold: control characters but line ends and tabs, and halves of surrogates."""
    return (char < " " and char not in "\n\t\r") or char == "\x7f" or "\ud800" <= char <= "\udfff"


def problems(kit: Kit) -> Iterator[Problem]:
    """All that keeps a kit from being used."""
    if not kit.matter.strip():
        yield Problem("matter", "请写明是哪个事项，与清单的事项名称一致。")
    yield from unlike("sub_kinds", "类别", [each.key for each in kit.sub_kinds])
    yield from unlike("form", "表单", [field.key for field in kit.fields()])
    yield from unlike("materials", "材料", [each.key for each in kit.materials])
    known: dict[str, Field] = {}
    for number, section in enumerate(kit.form):
        path = f"form[{number}]"
        yield from _section(kit, section, path, known)
    for number, material in enumerate(kit.materials):
        yield from _material(kit, material, f"materials[{number}]", known)
    for name, statements in (("eligibility", kit.eligibility), ("jurisdiction", kit.jurisdiction)):
        for number, statement in enumerate(statements):
            place = f"“{statement.text[:20]}”"
            yield from _conditions(kit, statement.when, f"{name}[{number}]", place, known)
            if statement.competent and (name != "jurisdiction" or not statement.when):
                words = "competent 只用于写了 when 的管辖：符合时可能由哪个机关管辖。"
                yield Problem(f"{name}[{number}].competent", words, place)
    subject = kit.field(kit.labels.subject)
    if kit.labels.subject and (subject is None or subject.kind is not FieldKind.TEXT):
        yield Problem("labels.subject", "应是表单里一个文字（text）项的 key，办件用它的内容作名称。")
    yield from _public(kit)
    limits = [(f"limits[{number}].limit", own.limit) for number, own in enumerate(kit.limits)]
    if kit.house.longer is not None:
        limits.append(("house.longer", kit.house.longer))
    for path, limit in limits:
        if not 1 <= limit.n <= MOST[limit.unit]:
            yield Problem(f"{path}.n", f"期限应在 1 到 {MOST[limit.unit]} 之间，却是 {limit.n}。", path)
    yield from _ranking(kit)
    yield from _summary(kit)
    yield from _enclosed(kit)
    for number, letter in enumerate(kit.letters):
        if letter.act not in ACTS:
            words = f"没有“{letter.act[:50]}”这个动作，可以是：{'、'.join(sorted(ACTS))}。"
            yield Problem(f"letters[{number}].act", words, f"第{number + 1}种文书")


def _public(kit: Kit) -> Iterator[Problem]:
    for number, key in enumerate(kit.public):
        field = kit.field(key)
        if field is None:
            yield Problem(f"public[{number}]", f"表单里没有“{key[:50]}”这一项，请写表单项的 key。", "公示")
        elif field.kind in NEVER_PUBLIC or key.startswith("contact"):
            words = f"“{field.label[:20]}”不能公示：公示不含电话、邮箱、联系人，也不含表格和声明。"
            yield Problem(f"public[{number}]", words, "公示")
    if len(set(kit.public)) < len(kit.public):
        yield Problem("public", "同一项写了两次，请只留一处。", "公示")


def _ranking(kit: Kit) -> Iterator[Problem]:
    criteria = kit.ranking.criteria
    yield from unlike("ranking.criteria", "评分", [each.key for each in criteria])
    for number, each in enumerate(criteria):
        path, place = f"ranking.criteria[{number}]", f"评分第{number + 1}项"
        if not each.name.strip():
            yield Problem(f"{path}.name", "请写明评分项的名称。", place)
        if not 0 < each.most <= MOST_POINTS or each.most != round(each.most, 2):
            yield Problem(f"{path}.most", f"满分应大于 0、不超过 {MOST_POINTS}，最多两位小数。", place)
    for number, ground in enumerate(kit.ranking.preferences):
        if not ground.text.strip() or len(ground.text) > LONGEST_PREFERENCE:
            words = f"请写明优先的情形，不超过{LONGEST_PREFERENCE}个字。"
            yield Problem(f"ranking.preferences[{number}].text", words, f"优先第{number + 1}条")


def _summary(kit: Kit) -> Iterator[Problem]:
    columns = kit.ranking.columns
    if len(columns) > MOST_SUMMARY:
        yield Problem("ranking.columns", f"汇总表最多{MOST_SUMMARY}列。", "汇总表")
    for number, column in enumerate(columns):
        path, place = f"ranking.columns[{number}]", f"汇总表第{number + 1}列"
        field = kit.field(column.field)
        kind = column.field == SUB_KIND and bool(kit.sub_kinds)
        if not kind and (field is None or field.kind is FieldKind.TABLE):
            yield Problem(f"{path}.field", "应是表单里一项的 key（表格除外），或者 sub_kind。", place)
        if not 1 <= column.share <= MOST_SHARE:
            yield Problem(f"{path}.share", f"宽度的份数应在 1 到 {MOST_SHARE} 之间。", place)


def _enclosed(kit: Kit) -> Iterator[Problem]:
    """Which kinds there are is for the letters to say."""
    enclosed = kit.ranking.enclosed
    if len(enclosed) > MOST_ENCLOSED or len(set(enclosed)) < len(enclosed):
        words = f"随件报送的文书每种写一次，最多{MOST_ENCLOSED}种。"
        yield Problem("ranking.enclosed", words, "随件报送的文书")
    for number, each in enumerate(enclosed):
        if not _KEY.fullmatch(each):
            words = f"“{each[:50]}”不是文书种类的 key，例如 opinion（初审意见）。"
            yield Problem(f"ranking.enclosed[{number}]", words, "随件报送的文书")


def unlike(path: str, what: str, keys: list[str]) -> Iterator[Problem]:
    """Keys that are none, and such as are used twice."""
    seen = set()
    for key in keys:
        if not _KEY.fullmatch(key):
            yield Problem(
                path, f"key “{key[:50]}”应以小写英文字母开头，只用小写字母、数字和下划线，不超过40个。", what
            )
        elif key == SUB_KIND and what == "表单":
            yield Problem(path, f"key “{SUB_KIND}”留给申报类别，请换一个。", what)
        if key in seen:
            yield Problem(path, f"key “{key[:50]}”用了两次，请改成不同的。", what)
        seen.add(key)


def _section(kit: Kit, section: Section, path: str, known: dict[str, Field]) -> Iterator[Problem]:
    place = f"表单“{section.title[:20]}”"
    if not section.title.strip():
        yield Problem(f"{path}.title", "请写明这一部分的标题。", "表单")
    if not section.fields:
        yield Problem(f"{path}.fields", "这一部分没有要填的项，请补上或删去。", place)
    yield from _conditions(kit, section.when, path, place, known)
    for number, field in enumerate(section.fields):
        here = f"{path}.fields[{number}]"
        at = f"{place}的“{field.label[:20] or field.key}”"
        yield from _conditions(kit, field.when, here, at, known)
        yield from _field(field, here, at)
        known[field.key] = field


def _field(field: Field, path: str, place: str) -> Iterator[Problem]:
    kind = field.kind
    if not field.label.strip():
        yield Problem(f"{path}.label", "请写明这一项的名称（label）。", place)
    if kind in CHOOSING and len(set(field.options)) < max(2, len(field.options)):
        yield Problem(f"{path}.options", "选择项至少要有两个不同的选项（options），不能重复。", place)
    if any(not option.strip() for option in field.options):
        yield Problem(f"{path}.options", "选项不能是空的。", place)
    if kind is FieldKind.DECLARATION and not field.words.strip():
        yield Problem(f"{path}.words", "请写明声明的内容（words）。", place)
    for name in _misplaced(field):
        yield Problem(f"{path}.{name}", f"{name} 不用于这一种项，请删去。", place)
    if field.least is not None and field.most is not None and field.least > field.most:
        yield Problem(f"{path}.least", "最小值（least）比最大值（most）还大，请核对。", place)
    if field.decimals is not None and not 0 <= field.decimals <= 8:
        yield Problem(f"{path}.decimals", "小数位数应在 0 到 8 之间。", place)
    if field.longest is not None and not 1 <= field.longest <= LONGEST:
        yield Problem(f"{path}.longest", f"字数上限应在 1 到 {LONGEST} 之间。", place)
    if kind is FieldKind.TABLE:
        yield from _columns(field, path, place)


def _misplaced(field: Field) -> Iterator[str]:
    kind = field.kind
    said = {
        "options": bool(field.options) and kind not in CHOOSING,
        "words": bool(field.words) and kind is not FieldKind.DECLARATION,
        "unit": bool(field.unit) and kind is not FieldKind.NUMBER,
        "longest": field.longest is not None and kind not in TEXTS,
    }
    for name in ("least", "most", "decimals"):
        said[name] = getattr(field, name) is not None and kind not in NUMBERS
    for name in ("columns", "rows", "fewest", "most_rows"):
        said[name] = getattr(field, name) not in (None, ()) and kind is not FieldKind.TABLE
    return (name for name, wrong in said.items() if wrong)


def _columns(field: Field, path: str, place: str) -> Iterator[Problem]:
    if not 1 <= len(field.columns) <= MOST_COLUMNS:
        yield Problem(f"{path}.columns", f"表格应有 1 到 {MOST_COLUMNS} 列（columns）。", place)
    yield from unlike(f"{path}.columns", f"{place}的列", [column.key for column in field.columns])
    for number, column in enumerate(field.columns):
        here, at = f"{path}.columns[{number}]", f"{place}的“{column.label[:20] or column.key}”列"
        if column.kind not in IN_COLUMNS:
            yield Problem(f"{here}.kind", "表格的列不能是表格、多选、长文字或声明。", at)
        elif column.when:
            yield Problem(f"{here}.when", "列不能带条件（when），请把条件写在整张表上。", at)
        else:
            yield from _field(column, here, at)
    if field.rows and (field.fewest is not None or field.most_rows is not None):
        yield Problem(f"{path}.rows", "行已写定（rows）的，不再写 fewest 和 most_rows。", place)
    if len(set(field.rows)) != len(field.rows) or any(not row.strip() for row in field.rows):
        yield Problem(f"{path}.rows", "写定的行不能重复，也不能是空的。", place)
    fewest, most = field.fewest or 0, most_rows(field)
    if most * len(field.columns) > MOST_CELLS:
        words = f"{most}行{len(field.columns)}列太多，格子总数不能超过{MOST_CELLS}，请减少行数（most_rows）。"
        yield Problem(f"{path}.most_rows", words, place)
    if not 0 <= fewest <= most <= MOST_ROWS or most == 0:
        yield Problem(
            f"{path}.most_rows", f"行数应在 0 到 {MOST_ROWS} 之间，且 fewest 不大于 most_rows。", place
        )


def _material(kit: Kit, material: Material, path: str, known: dict[str, Field]) -> Iterator[Problem]:
    place = f"材料“{material.name[:20] or material.key}”"
    if not material.name.strip():
        yield Problem(f"{path}.name", "请写明材料的名称（name）。", place)
    if material.required and material.needs:
        yield Problem(
            f"{path}.needs", "写明何时需要（needs）的材料不是一律必交，请去掉 required 或 needs。", place
        )
    for name in ("originals", "copies"):
        if not 0 <= getattr(material, name) <= MOST_COPIES:
            yield Problem(f"{path}.{name}", f"份数应在 0 到 {MOST_COPIES} 之间。", place)
    yield from _conditions(kit, material.when, path, place, known)


def _conditions(
    kit: Kit, conditions: tuple[Condition, ...], path: str, place: str, known: dict[str, Field]
) -> Iterator[Problem]:
    """A condition may only look back: at the sub-kind and at fields that stand before."""
    for condition in conditions:
        key = condition.key
        answers = _answers(kit, key, known)
        if isinstance(answers, str):
            yield Problem(f"{path}.when", answers, place)
            continue
        for value in condition.values:
            if value not in answers:
                told = "、".join(list(answers.values())[:MOST_TOLD])
                words = f"条件（when）里“{key}”没有“{str(value)[:50]}”这个值，可以是：{told}。"
                yield Problem(f"{path}.when", words, place)


def _answers(kit: Kit, key: str, known: dict[str, Field]) -> dict[str | bool, str] | str:
    """What can be answered there, each with how it is told; or why no condition can look there."""
    if key == SUB_KIND:
        return {each.key: each.key for each in kit.sub_kinds}
    if key not in known:
        return f"条件（when）里的“{key[:50]}”不是前面的项，条件只能看类别（{SUB_KIND}）和前面已有的项。"
    if known[key].kind in CHOOSING:
        return {option: option for option in known[key].options}
    if known[key].kind in (FieldKind.YES_NO, FieldKind.DECLARATION):
        return {True: "是（true）", False: "否（false）"}
    return f"条件（when）里的“{key}”不是选择项，条件只能看单选、多选、是或否、声明。"


def most_rows(field: Field) -> int:
    """How many rows a table may have."""
    return len(field.rows) or (USUAL_ROWS if field.most_rows is None else field.most_rows)


def fits(condition: Condition, answer: object) -> bool:
    """Whether a cleaned answer meets a condition; a missing one meets none."""
    if isinstance(answer, tuple):
        return any(value in answer for value in condition.values)
    if isinstance(answer, bool):
        return any(value is answer for value in condition.values)
    return isinstance(answer, str) and answer in condition.values
