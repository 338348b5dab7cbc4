"""Laws brought in from folders, from files that are handed in, and by hand."""

from __future__ import annotations

import io
from datetime import date

import pytest

from quanze.audit.queries import events
from quanze.audit.services import INSTALLATION
from quanze.law.currency import State, status
from quanze.law.instruments import Kind, Reference, Says
from quanze.library import queries, services
from quanze.library.importing import Imported
from quanze.library.models import Citation, Cited, Instrument, Statement, Version
from quanze.library.services import Unacceptable
from quanze.lists.refusal import Refusal
from quanze.people.permissions import Denied
from tests.library.conftest import COAL, COAL_2010, COAL_2020, FUND, FUND_RULES, NEW, OLD, law

FIRST, SECOND = f"{COAL}(2010-03-01).md", f"{COAL}(2020-06-01).md"

NOTICE = f"""平川市财政局 平川市工业和信息化局
关于印发平川市工业发展专项资金管理办法的通知
{NEW}

各县区财政局：
现将《{FUND_RULES}》印发给你们，请遵照执行。

平川市财政局  平川市工业和信息化局
2025年1月15日

{FUND_RULES}
第一条 为规范资金管理，制定本办法。
第二条 资金用于支持工业发展。
第三条 本办法自2025年2月1日起施行，执行期限3年。《{FUND}》（{OLD}）同时废止。
"""


def counted(done: Imported) -> tuple[int, int, int]:
    return done.files, done.instruments, done.versions


# A folder -----------------------------------------------------------------------------------------------------------


def test_two_versions_of_one_law_are_one_instrument_that_the_lists_cite_already(bureau, publish, laws):
    publish(bureau, {"煤矿关闭审核": f"《{COAL}》第二条"})
    named = queries.find(COAL)
    done = services.import_laws(laws({f"地方性法规/{FIRST}": COAL_2010, f"地方性法规/{SECOND}": COAL_2020}))
    assert counted(done) == (2, 1, 2)
    named.refresh_from_db()
    assert (named.state, named.kind) == (Instrument.State.HELD, Kind.LOCAL_REGULATION.value)
    page = queries.instrument_page(named, on=date(2015, 1, 1))
    assert [version.label for version in page.versions] == ["2010年3月1日文本", "2020年6月1日修订文本"]
    assert page.current == page.versions[0]
    assert [str(article.ordinal.n) for article in page.text.articles] == ["1", "2", "3"]
    assert page.impact.total == 1
    later = queries.instrument_page(named, on=date(2021, 1, 1))
    assert later.current == page.versions[1]
    assert queries.instrument_page(named, version=page.versions[0].pk).shown == page.versions[0]
    since = [(span.since, span.until) for span in page.spans]
    assert since == [(date(2010, 5, 1), date(2020, 8, 1)), (date(2020, 8, 1), None)]
    assert status(queries.value(named), date(2021, 1, 1)).state is State.IN_FORCE


def test_what_is_kept_gives_back_the_law_as_it_was_read(laws, db):
    from quanze.law.folder import Read, read_folder

    folder = laws({FIRST: COAL_2010, SECOND: COAL_2020})
    services.import_laws(folder)
    (read,) = (found for found in read_folder(folder) if isinstance(found, Read))
    assert queries.value(queries.find(COAL), texts=True).versions == read.instrument.versions


def test_importing_again_writes_nothing(laws, db):
    folder = laws({FIRST: COAL_2010, SECOND: COAL_2020})
    services.import_laws(folder)
    before = Version.objects.count(), Statement.objects.count(), Instrument.objects.count()
    recorded = events(INSTALLATION).count()
    again = services.import_laws(folder)
    assert (again.versions, again.proposals) == (0, 0)
    assert (Version.objects.count(), Statement.objects.count(), Instrument.objects.count()) == before
    assert events(INSTALLATION).count() == recorded


def test_a_file_that_cannot_be_read_is_named_and_stops_no_other(laws, db):
    folder = laws({FIRST: COAL_2010, "空白.md": "", "读我.docx": "%PDF-1.4", "README.md": "# 说明"})
    told: list[tuple[int, int]] = []
    done = services.import_laws(folder, progress=lambda *progress: told.append(progress))
    assert counted(done) == (4, 1, 1)
    assert {refused.path for refused in done.refused} == {"空白.md", "读我.docx", "README.md"}
    assert all(refused.reason for refused in done.refused)
    assert told[-1] == (4, 4)
    with pytest.raises(Refusal, match="没有这个文件夹"):
        services.import_laws(folder / "nowhere")


def test_what_came_in_before_an_interruption_stays(laws, db, monkeypatch):
    from quanze.library import importing

    folder = laws(
        {
            f"平川市第{n}条例(2010-03-01).md": law(
                f"平川市第{n}条例", "2010年3月1日 通过", "自2010年5月1日起施行。"
            )
            for n in "一二三"
        }
    )
    monkeypatch.setattr(importing, "BATCH", 1)

    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.import_laws(folder, progress=stop)
    held = Version.objects.count()
    assert 0 < held < 3
    done = services.import_laws(folder)
    assert done.versions == 3 - held


def test_a_newer_text_of_a_law_that_was_held_is_proposed_as_a_change(bureau, keeper, publish, laws):
    publish(bureau, {"煤矿关闭审核": f"《{COAL}》第二条"})
    folder = laws({FIRST: COAL_2010})
    services.import_laws(folder)
    assert not Statement.objects.filter(says=Says.AMENDED).exists()
    laws({SECOND: COAL_2020})
    services.import_laws(folder)
    change = Statement.objects.get(says=Says.AMENDED)
    assert (change.instrument, change.on) == (queries.find(COAL), date(2020, 8, 1))
    services.confirm(change, keeper)
    (item,) = queries.task_page(queries.tasks(bureau).get()).items
    assert "拟按现行文本核对" in item.reason
    assert status(queries.value(queries.find(COAL)), date(2026, 1, 1)).state is State.IN_FORCE


def test_what_a_law_repeals_is_proposed_with_the_day_on_which_it_takes_effect(bureau, publish, laws):
    publish(bureau, {"煤矿": "《平川市煤炭管理暂行规定》第二条"})
    services.import_laws(laws({SECOND: COAL_2020}))
    said = Statement.objects.get(says=Says.REPEALED)
    assert said.instrument == queries.find("平川市煤炭管理暂行规定")
    assert (said.on, said.by, said.successor) == (date(2020, 8, 1), queries.find(COAL), queries.find(COAL))


# One by one ---------------------------------------------------------------------------------------------------------


def test_a_notice_is_read_shown_and_entered(bureau, keeper, publish):
    publish(bureau, {"申报": f"《{FUND_RULES}》第二条", "旧": f"《{FUND}》（{OLD}）第三条"})
    received = services.receive_text(keeper, "通知.txt", io.BytesIO(NOTICE.encode()))
    assert (received.instrument.number, received.instrument.issued) == (NEW, FUND_RULES)
    assert not Version.objects.exists()
    entered = services.enter_instrument(keeper, file=(received.sha256, received.filename))
    assert (entered.state, entered.number, entered.kind) == (Instrument.State.HELD, NEW, Kind.NOTICE.value)
    version = Version.objects.get()
    assert (version.source, version.source_sha256, version.added_by) == ("通知.txt", received.sha256, keeper)
    says = {(said.instrument.number, said.says) for said in Statement.objects.filter(document__contains=NEW)}
    assert says == {(NEW, "term"), (OLD, "repealed")}
    assert next(event.verb for event in events(INSTALLATION)) == "instrument.enter"


def test_what_the_reader_got_wrong_is_corrected_on_entering(keeper):
    received = services.receive_text(keeper, "通知.txt", io.BytesIO(NOTICE.encode()))
    entered = services.enter_instrument(
        keeper,
        file=(received.sha256, received.filename),
        title=f"《{FUND_RULES}》",
        number="平财企〔2025〕4号",
        issuers=["平川市财政局"],
        in_force_from=date(2025, 3, 1),
    )
    assert (entered.title, entered.number, entered.issuers) == (
        FUND_RULES,
        "平财企〔2025〕4号",
        ["平川市财政局"],
    )
    assert Version.objects.get().in_force_from == date(2025, 3, 1)


def test_a_notice_without_full_text_is_entered_by_hand(bureau, justice, publish):
    publish(bureau, {"甲": f"依照{OLD}文件第二条办理。"})
    entered = services.enter_instrument(justice, title=FUND, number=OLD, issuers=["平川市财政局"])
    assert (entered.state, entered.title) == (Instrument.State.ENTERED, FUND)
    assert queries.impact(entered).total == 1
    assert not queries.cited_not_held().rows
    assert queries.find(FUND_RULES) == entered


def test_a_text_that_is_pasted_gets_its_articles(keeper):
    entered = services.enter_instrument(
        keeper,
        title=COAL,
        text="第一条 为了规范煤炭工作。\n第二条 适用本条例。",
        source="平川人大网",
        made_on=date(2010, 3, 1),
    )
    version = queries.instrument_page(entered).shown
    assert (version.articles, version.source, version.in_force_from) == (2, "平川人大网", date(2010, 3, 1))
    assert version.facts["assumed"] is True


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({}, "请填写文件的标题"),
        ({"title": " 《》 "}, "请填写文件的标题"),
        ({"file": ("../etc/passwd", "通知.txt")}, "没有这个文件"),
        ({"file": ("0" * 64, "通知.txt")}, "没有这个文件"),
    ],
)
def test_what_cannot_be_entered_is_refused(keeper, arguments, complaint):
    with pytest.raises(Unacceptable, match=complaint):
        services.enter_instrument(keeper, **arguments)
    assert not Instrument.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("空.txt", b""), ("图.docx", b"PK\3\4 broken"), ("图.pdf", b"%PDF-1.4")]
)
def test_a_file_that_cannot_be_read_is_refused_with_one_line(keeper, name, content):
    with pytest.raises(Unacceptable) as refusal:
        services.receive_text(keeper, name, io.BytesIO(content))
    assert str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_beyond_the_limit_is_not_taken(keeper, settings):
    settings.UPLOAD_BYTES = 1 << 20
    with pytest.raises(Unacceptable, match="文件超过 1 MB 的上限"):
        services.receive_text(keeper, "通知.txt", io.BytesIO(b"x" * ((1 << 20) + 1)))


def test_a_title_that_two_documents_share_needs_a_number(bureau, keeper, publish):
    publish(bureau, {"甲": f"《{FUND}》（{OLD}）", "乙": f"《{FUND}》（{NEW}）"})
    with pytest.raises(Unacceptable, match="请核对文号"):
        services.enter_instrument(keeper, title=FUND)
    assert services.enter_instrument(keeper, title=FUND, number=NEW) == queries.find(NEW)


def test_the_row_that_is_filled_in_may_be_named_and_the_title_corrected(slip, keeper):
    entered = services.enter_instrument(
        keeper, title="平川市煤炭管理办法", number="平政〔2012〕3号", instrument=slip
    )
    assert (entered, entered.title, entered.state) == (slip, "平川市煤炭管理办法", Instrument.State.ENTERED)
    assert queries.find("平川市煤碳条例") == queries.find("平川市煤炭管理办法") == slip
    assert queries.impact(slip).total == 2


def test_what_is_held_under_that_name_already_is_not_entered_anew(slip, keeper):
    with pytest.raises(Unacceptable, match=f"库中已有《{COAL}》"):
        services.enter_instrument(keeper, title=COAL, instrument=slip)
    slip.refresh_from_db()
    assert slip.state == Instrument.State.NAMED


# A name that is another's --------------------------------------------------------------------------------------------


@pytest.fixture
def slip(bureau, publish, laws) -> Instrument:
    """A list cites the law by a slip of the pen, and also rightly."""
    services.import_laws(laws({FIRST: COAL_2010}))
    publish(
        bureau,
        {"甲": "《平川市煤碳条例》第二条", "乙": f"《{COAL}》第一条", "丙": f"《平川市煤碳条例》《{COAL}》"},
    )
    return queries.find("平川市煤碳条例")


def test_a_slip_of_the_pen_is_told_to_be_the_law_that_was_meant(slip, keeper):
    coal = queries.find(COAL)
    assert services.identify(slip, coal, keeper) == coal
    assert queries.impact(coal).total == 3
    assert not Citation.objects.filter(instrument=slip).exists()
    assert queries.find("平川市煤碳条例") == coal
    assert queries.instrument(slip.pk) == coal
    assert Cited.objects.filter(instrument=slip).count() == 0


def test_a_list_that_makes_the_slip_later_cites_the_law_too(slip, keeper, neighbour, publish):
    services.identify(slip, queries.find(COAL), keeper)
    publish(neighbour, {"丁": "《平川市煤碳条例》第三条"})
    assert queries.impact(queries.find(COAL)).total == 4


def test_statements_about_the_slip_count_for_the_law(slip, keeper):
    coal = queries.find(COAL)
    services.state_validity(
        slip,
        keeper,
        Says.REPEALED,
        on=date(2024, 1, 1),
        by=Reference("平川市能源条例"),
        document="公报",
        words="废止",
    )
    services.identify(slip, coal, keeper)
    assert status(queries.value(coal), date(2025, 1, 1)).state is State.REPEALED
    assert queries.impact(queries.find("平川市能源条例")).total == 3


def test_what_has_a_text_of_its_own_is_nothing_else(slip, keeper):
    coal = queries.find(COAL)
    with pytest.raises(Unacceptable, match="只有尚未收录的"):
        services.identify(coal, slip, keeper)
    with pytest.raises(Unacceptable, match="请选择另一个"):
        services.identify(slip, slip, keeper)
    services.identify(slip, coal, keeper)
    with pytest.raises(Unacceptable, match="已经归入"):
        services.identify(slip, coal, keeper)


def test_whoever_keeps_no_list_and_reviews_none_enters_nothing(slip, outsider, laws):
    acts = [
        lambda: services.receive_text(outsider, "通知.txt", io.BytesIO(b"x")),
        lambda: services.enter_instrument(outsider, title="某办法"),
        lambda: services.identify(slip, queries.find(COAL), outsider),
    ]
    if outsider is not None:  # who is nobody is the operator, at the command line
        acts.append(lambda: services.import_laws(laws({}), by=outsider))
    for act in acts:
        with pytest.raises(Denied, match=r"请先登录|只有清单管理员、合法性审查人可以维护法规库"):
            act()
