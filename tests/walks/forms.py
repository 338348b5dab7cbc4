"""Forms as people fill them in: a field is found by what is written beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload, Locator, expect

from tests.files import made


@dataclass(frozen=True, slots=True)
class Term:
    """A number with its unit: 15 个工作日."""

    number: int
    unit: str = "工作日"


@dataclass(frozen=True, slots=True)
class Rows:
    """The cells of a table, row by row, from the first."""

    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """Files to be handed in, by their names."""

    names: tuple[str, ...]


Value = str | bool | Term | Rows | Papers | tuple[str, ...]
"""What goes into a field: text, an option, several, or one of the above."""


def fill_in(form: Locator, said: Mapping[str, Any]) -> None:
    """Fill in these fields of a form, in this order, when its page is there to the end."""
    form.page.wait_for_load_state()
    for label, value in said.items():
        fill(form, label, value)


def fill(form: Locator, label: str, value: Value) -> None:
    """Fill in one field."""
    group = form.get_by_role("group", name=label, exact=True)
    if group.count() and not isinstance(value, Papers):
        _choose(group.first, value)
        return
    field = _field(form, label)
    expect(field, f"the field {label}").to_be_attached()
    _reveal(field)
    if isinstance(value, Papers):
        _hand_in(field, value)
    elif value is True:
        field.check()
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=str(value))
    else:
        field.fill(str(value))


def fill_rest(form: Locator) -> None:
    """Answer plausibly what has to be answered and is not yet, as long as an answer makes the form ask for more."""
    form.page.wait_for_load_state()
    while form.evaluate(PLAUSIBLY):
        pass


PLAUSIBLY = """form => {
    const said = {date: '2026-03-01', email: 'zoucha@example.cn', tel: '0377-63000088'};
    const put = (input, value) => {
        input.value = value;
        for (const event of ['input', 'change']) input.dispatchEvent(new Event(event, {bubbles: true}));
    };
    let answered = 0;
    for (const field of form.querySelectorAll('.field')) {
        if (!field.checkVisibility() || field.querySelector('.optional')) continue;
        const ticks = [...field.querySelectorAll('input[type=radio], input[type=checkbox]')];
        if (ticks.length && !ticks.some(tick => tick.checked)) {
            const no = ticks.find(tick => tick.closest('label').innerText.trim() === '否');
            (no || ticks[0]).click();
            answered++;
        }
        for (const input of field.querySelectorAll('input:not([type=radio], [type=checkbox], [type=file]), textarea')) {
            if (input.value.trim()) continue;
            const code = field.innerText.includes('信用代码') ? '91350100M000100Y43' : '走查';
            put(input, said[input.type] || (input.inputMode === 'decimal' ? '100' : code));
            answered++;
        }
        for (const select of field.querySelectorAll('select')) {
            if (select.value) continue;
            put(select, select.options[1].value);
            answered++;
        }
    }
    return answered;
}"""
"""The number of answers that were given."""


def has(form: Locator, label: str) -> bool:
    """Whether the form asks for it."""
    return bool(form.get_by_role("group", name=label, exact=True).count() or _field(form, label).count())


def _field(form: Locator, label: str) -> Locator:
    """The field with this label, which may go on: （选填）, or the words that are declared."""
    fields = form.locator("input, select, textarea")
    exact = fields.and_(form.get_by_label(label, exact=True))
    goes_on = re.compile(f"^{re.escape(label)}[（：]")
    return (exact if exact.count() else fields.and_(form.get_by_label(goes_on))).first


def paper(name: str) -> FilePayload:
    """A PDF of this name, like no other."""
    return {"name": name, "mimeType": "application/pdf", "buffer": made.PDF + name.encode()}


def _choose(group: Locator, value: Value) -> None:
    if isinstance(value, Term):
        group.get_by_role("textbox").fill(str(value.number))
        group.get_by_role("combobox").select_option(label=value.unit)
    elif isinstance(value, Rows):
        boxes = group.locator("tbody").locator("input, select")
        cells = [cell for row in value.cells for cell in row]
        while boxes.count() < len(cells):
            group.get_by_role("button", name="再加几行").click()
            group.page.wait_for_load_state()
        for number, cell in enumerate(cells):
            boxes.nth(number).fill(cell)
    else:
        for each in value if isinstance(value, tuple) else (value,):
            _option(group, str(each)).check()


def _option(group: Locator, name: str) -> Locator:
    """The box or button with this name, which may go on with an explanation."""
    ticks = group.locator("input[type=checkbox], input[type=radio]")
    exact = group.get_by_label(name, exact=True).and_(ticks)
    if exact.count() == 1:
        return exact
    return group.get_by_label(re.compile("^" + re.escape(name))).and_(ticks).first


def _hand_in(field: Locator, value: Papers) -> None:
    """Choose files, and wait until they have arrived."""
    held = field.locator("xpath=ancestor::*[@data-files]").locator("[data-files-item]")
    before = held.count()
    field.set_input_files([paper(name) for name in value.names])
    expect(held).to_have_count(before + len(value.names))


def _reveal(field: Locator) -> None:
    """Unfold what hides it, as somebody does who looks for it."""
    field.evaluate("""field => {
        for (let fold = field.closest('details'); fold; fold = fold.parentElement.closest('details'))
            fold.open = true;
    }""")
