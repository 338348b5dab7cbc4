"""One answer as it comes (from a form, from JSON) → its value, or a sentence that says why not and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from quanze.kits import credit_code
from quanze.kits.model import Field, FieldKind

LONGEST = {FieldKind.TEXT: 200, FieldKind.LONG_TEXT: 5000, FieldKind.ADDRESS: 200}
"""Characters of a text where the kit sets no other bound."""

MOST_DIGITS = 15
"""Before the decimal point."""

DECIMALS = {FieldKind.NUMBER: 4, FieldKind.MONEY: 4}
"""After it, where the kit says nothing: of money, 元 and no less."""

YES = frozenset({"true", "yes", "on", "1", "是"})
NO = frozenset({"false", "no", "off", "0", "否"})

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_PHONE = re.compile(r"\+?[0-9(](?:[0-9 ()-]|转){4,28}[0-9)]")
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")

MOST_CHARACTERS = 64
"""Of an answer that is a number, a date, a phone or a code; what is longer is none."""

EARLIEST, LATEST = 1900, 2100

Value = str | Decimal | date | bool | tuple[str, ...] | tuple[dict[str, Any], ...]
"""What a cleaned answer is; the rows of a table are dicts of column → value."""


class Wrong(Exception):
    """Why an answer is none: a Chinese sentence."""


def blank(raw: object) -> bool:
    """Whether an answer says nothing."""
    if isinstance(raw, str):
        return not raw.strip()
    return raw is None or raw == [] or raw == ()


def text_of(raw: object) -> str:
    """A line of text from whatever came. Raises :class:`Wrong`."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Wrong("应是一行文字。")
    if abs(raw) >= 10**MOST_DIGITS:
        raise Wrong("数字太大，请核对。")
    return str(raw)


def _words(field: Field, raw: object) -> str:
    said = text_of(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    longest = field.longest or LONGEST[field.kind]
    if len(said) > longest:
        raise Wrong(f"有{len(said)}个字，最多{longest}个字，请精简。")
    lines = field.kind is FieldKind.LONG_TEXT
    for char in said:
        if (char < " " and not (char == "\t" or (lines and char == "\n"))) or char == "\x7f":
            raise Wrong(
                "含有换行或看不见的控制字符，请删去。" if not lines else "含有看不见的控制字符，请删去。"
            )
        if "\ud800" <= char <= "\udfff":
            raise Wrong("含有无法保存的字符，请重新输入。")
    return said


def _short(raw: object, what: str) -> str:
    said = text_of(raw)
    if len(said) > 2 * MOST_CHARACTERS:
        raise Wrong(what)
    return unicodedata.normalize("NFKC", said).strip()


def _number(field: Field, raw: object) -> Decimal:
    what = "请填写数字，例如 1234.5。"
    said = re.sub(r"[,，\s]", "", _short(raw, what))
    if field.unit and said.endswith(field.unit):
        said = said[: -len(field.unit)]
    if field.kind is FieldKind.MONEY:
        said = said.removesuffix("万元")
    if len(said) > MOST_CHARACTERS or not _NUMBER.fullmatch(said):
        raise Wrong("请填写以万元为单位的数字，例如 1234.5。" if field.kind is FieldKind.MONEY else what)
    number = Decimal(said)
    if abs(number) >= 10**MOST_DIGITS:
        raise Wrong(f"数字太大，整数部分最多{MOST_DIGITS}位。")
    places = DECIMALS[field.kind] if field.decimals is None else field.decimals
    if number != round(number, places):
        raise Wrong("请填写整数。" if places == 0 else f"最多{places}位小数。")
    return number.normalize() + 0


def _date(field: Field, raw: object) -> date:
    what = "请按“2026-11-23”的样子填写日期。"
    found = _DATE.fullmatch(_short(raw, what))
    if found is None:
        raise Wrong(what)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Wrong("没有这一天，请核对年月日。") from None
    if not EARLIEST <= day.year <= LATEST:
        raise Wrong(f"年份应在 {EARLIEST} 到 {LATEST} 之间，请核对。")
    return day


def _choice(field: Field, raw: object) -> str:
    if isinstance(raw, str) and raw in field.options:
        return raw
    raise Wrong("请从列出的选项中选一个。")


def _choices(field: Field, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple) or len(raw) > 4 * len(field.options):
        raise Wrong("请从列出的选项中选择。")
    if not all(isinstance(each, str) and each in field.options for each in raw):
        raise Wrong("请从列出的选项中选择。")
    return tuple(option for option in field.options if option in raw)


def _yes_no(field: Field, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    said = raw.strip().lower() if isinstance(raw, str) and len(raw) < MOST_CHARACTERS else None
    if said in YES:
        return True
    if said in NO:
        return False
    raise Wrong("请选择“是”或“否”。")


def _credit_code(field: Field, raw: object) -> str:
    what = "统一社会信用代码是 18 位数字和大写字母（没有 I、O、S、V、Z），请对照营业执照核对。"
    said = _short(raw, what)
    code = credit_code.compact(said)
    if not credit_code.well_formed(code):
        raise Wrong(what)
    return code


def _phone(field: Field, raw: object) -> str:
    what = "请填写电话号码，例如 0377-63130001 或手机号码。"
    said = " ".join(_short(raw, what).replace("—", "-").replace("–", "-").split())
    digits = sum(char.isdigit() for char in said)
    if not _PHONE.fullmatch(said) or not 5 <= digits <= 20:
        raise Wrong(what)
    return said


def _email(field: Field, raw: object) -> str:
    what = "请填写电子邮箱，例如 name@example.com。"
    said = text_of(raw).strip()
    if len(said) > 254:
        raise Wrong(what)
    local, at, host = unicodedata.normalize("NFKC", said).rpartition("@")
    labels = host.split(".")
    if not at or not _LOCAL.fullmatch(local) or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        raise Wrong(what)
    return f"{local}@{host}"


READERS: dict[FieldKind, Callable[[Field, object], Value]] = {
    FieldKind.TEXT: _words,
    FieldKind.LONG_TEXT: _words,
    FieldKind.ADDRESS: _words,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: _yes_no,
    FieldKind.DECLARATION: _yes_no,
    FieldKind.CREDIT_CODE: _credit_code,
    FieldKind.PHONE: _phone,
    FieldKind.EMAIL: _email,
}
"""Kind of field → what reads an answer to it; tables are read row by row."""


def read_value(field: Field, raw: object) -> Value:
    """The value of an answer that is not blank. Raises :class:`Wrong`."""
    return READERS[field.kind](field, raw)


def beyond(field: Field, value: Value) -> str:
    """Why a number lies outside its bounds, or nothing."""
    if not isinstance(value, Decimal):
        return ""
    unit = "万元" if field.kind is FieldKind.MONEY else field.unit
    if field.least is not None and value < field.least:
        return f"不能小于 {format(field.least, 'f')}{unit}，请核对。"
    if field.most is not None and value > field.most:
        return f"不能大于 {format(field.most, 'f')}{unit}，请核对。"
    return ""
