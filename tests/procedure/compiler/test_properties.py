"""What holds for whatever a bureau writes: nothing is lost, nothing is invented, the same text gives the same steps."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.lists.model import Matter, Stage, Text, fields
from quanze.procedure.compiler import compile_matter, passages
from quanze.procedure.compiler.patterns import acts, stage_words
from quanze.procedure.model import Procedure

CLAUSES = tuple(row.example for row in acts())
NAMES = tuple(word.example for word in stage_words())
PIECES = (
    "，", "。", "；", "：", "（", "）", "(", ")", "、", "\n", " ", "\u3000", "1.", "2、", "（1）", "（二）", "①", "《", "》",
    "的", "后", "前", "并", "或者", "受理", "受理责任：", "审查责任：", "不予许可的，", "需要进行现场核查的，", "3日内", "五个工作日内",
    "两名以上工作人员", "说明理由", "书面", "向市工信局", "省工信厅会同有关部门", "另行研究", "按规定办理", "□", "<b>", "A", "１", "⑳",
    "\u200b", "\u2028", "\ufdd0", "\U00020000", "e\u0301", "~", "％",
)  # fmt: skip

duties = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(CLAUSES)), max_size=14).map("".join)
names = st.one_of(
    st.just(""),
    st.sampled_from(NAMES),
    st.text(max_size=8),
    st.lists(st.sampled_from(NAMES), max_size=3).map("".join),
)


@st.composite
def stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    """Stages as lists have them: with and without names, cells merged over rows."""
    out: list[Stage] = []
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.one_of(st.none(), names.map(Text.plain)))
        duty = draw(st.one_of(st.none(), duties.map(Text.plain), st.text(max_size=40).map(Text.plain)))
        out.append(Stage(name, duty))
        merged = draw(st.sampled_from(("no", "no", "name", "duty")))
        if merged == "name" and name is not None:
            out.append(Stage(replace(name, exact=None), draw(duties.map(Text.plain))))
        elif merged == "duty" and duty is not None:
            out.append(Stage(draw(names.map(Text.plain)), replace(duty, exact=None)))
    return tuple(out)


matters = st.builds(
    Matter,
    number=st.none(),
    name=st.just(Text.plain("某事项")),
    basis=st.one_of(st.none(), duties.map(Text.plain)),
    stages=stages(),
    liability=st.one_of(st.none(), duties.map(Text.plain)),
)


def written(matter: Matter) -> dict[str, str]:
    """Values of stage names and duties by field path, each merged cell where it stands."""
    return {
        path: text.value
        for path, text in fields(matter)
        if path.startswith("stages") and text.exact is not None
    }


def unaccounted(matter: Matter, procedure: Procedure) -> str:
    """Characters of stage names and duties, but blanks and punctuation, that nothing accounts for."""
    left = {path: list(value) for path, value in written(matter).items()}
    for passage in passages(procedure):
        chars = left.get(passage.field, [])
        chars[passage.start : passage.end] = " " * len(chars[passage.start : passage.end])
    return "".join(
        char for chars in left.values() for char in chars if unicodedata.category(char)[0] not in "PZC"
    )


@settings(max_examples=150, deadline=None)
@given(matters)
def test_every_character_of_names_and_duties_is_accounted_for(matter: Matter) -> None:
    assert unaccounted(matter, compile_matter(matter)) == ""


@settings(max_examples=100, deadline=None)
@given(matters)
def test_every_passage_quotes_the_list(matter: Matter) -> None:
    procedure = compile_matter(matter)
    values = {path: text.value for path, text in fields(matter)}
    told = (*procedure.steps, *procedure.notes, *procedure.uncompiled, *procedure.facts, *procedure.materials)
    for one in (*told, *procedure.liability.acts, *procedure.liability.clauses, *procedure.liability.rest):
        passage = one.passage
        assert values[passage.field][passage.start : passage.end] == one.text
        assert one.text


@settings(max_examples=100, deadline=None)
@given(matters)
def test_steps_stand_in_the_order_of_the_stages_and_have_keys_of_their_own(matter: Matter) -> None:
    procedure = compile_matter(matter)
    order = [len(procedure.stages) if step.stage is None else step.stage for step in procedure.steps]
    assert order == sorted(order)
    keys = [step.key for step in procedure.steps]
    assert len(keys) == len(set(keys))
    assert all(step.stage is None or step.stage < len(procedure.stages) for step in procedure.steps)


@settings(max_examples=100, deadline=None)
@given(matters, st.text(max_size=20))
def test_keys_survive_a_change_elsewhere(matter: Matter, more: str) -> None:
    before = {step.key for step in compile_matter(matter).steps if step.stage is not None}
    changed = replace(
        matter,
        basis=Text.plain(more),
        stages=(*matter.stages, Stage(Text.plain("另一环节"), Text.plain("另行研究"))),
    )
    after = {step.key for step in compile_matter(changed).steps if step.stage is not None}
    assert before <= after


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_compiled(value: str) -> None:
    text = Text.plain(value)
    matter = Matter(None, text, basis=text, stages=(Stage(text, text),), liability=text)
    assert unaccounted(matter, compile_matter(matter)) == ""


def test_hostile_texts_are_compiled_too() -> None:
    for piece in (
        "的",
        "受理",
        "（",
        "1.",
        "后",
        "第一项",
        "《",
        "有下列行为之一的，",
        "情节",
        "附",
        "、",
        "3日内",
    ):
        text = Text.plain(piece * (9_000 // len(piece)))
        matter = Matter(None, Text.plain("某事项"), basis=text, stages=(Stage(text, text),), liability=text)
        assert unaccounted(matter, compile_matter(matter)) == ""


def test_a_duty_as_long_as_a_book_is_left_to_a_person_as_a_whole() -> None:
    text = Text.plain("依法受理。" * 4_001)
    procedure = compile_matter(Matter(None, Text.plain("某事项"), stages=(Stage(None, text),)))
    assert procedure.steps == ()
    assert "".join(clause.text for clause in procedure.uncompiled).startswith("依法受理依法受理")
