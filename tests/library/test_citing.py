"""Which matters cite what, kept in step with the lists in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from quanze.library import citing, queries, services
from quanze.library.models import Citation, Cited, Extraction, Instrument
from quanze.lists import readers
from quanze.registry.services import follow_calendar, import_document
from tests.library.conftest import COAL, COAL_2010, FUND, FUND_RULES, NEW, OLD

DIRECT = f"《{FUND}》（{NEW}）第六条。"
ALIAS = "《关于加快工业发展的意见》（以下简称《意见》）第二条。按照《意见》要求办理。"


def cited(title: str) -> dict[str, tuple[str, str]]:
    """The matters that cite it, with field and way."""
    instrument = queries.find(title)
    assert instrument is not None
    rows = Cited.objects.filter(instrument=instrument).select_related("entry__version")
    return {row.entry.version.name: (row.field, row.via) for row in rows}


def test_a_published_list_names_what_it_cites_and_nobody_has_entered(bureau, publish):
    publish(bureau, {"专项资金项目申报": DIRECT, "煤矿关闭审核": f"《{COAL}》第二条"})
    fund = queries.find(NEW)
    assert (fund.title, fund.number, fund.issued, fund.state) == (
        FUND,
        NEW,
        FUND_RULES,
        Instrument.State.NAMED,
    )
    assert cited(NEW) == {"专项资金项目申报": ("basis", "direct")}
    assert cited(COAL) == {"煤矿关闭审核": ("basis", "direct")}
    waiting = queries.cited_not_held()
    assert {(str(row.instrument), row.citers) for row in waiting.rows} == {
        (f"《{FUND}》（{NEW}）", 1),
        (f"《{COAL}》", 1),
    }


def test_the_short_name_and_the_long_one_are_one_instrument(bureau, publish):
    publish(bureau, {"某项": ALIAS})
    rows = Citation.objects.order_by("position")
    assert [(row.title, row.via, row.instrument.title) for row in rows] == [
        ("关于加快工业发展的意见", "direct", "关于加快工业发展的意见"),
        ("意见", "alias", "关于加快工业发展的意见"),
    ]
    assert cited("关于加快工业发展的意见") == {"某项": ("basis", "direct")}


def test_two_bureaus_that_name_one_notice_in_different_ways_cite_one_instrument(bureau, neighbour, publish):
    publish(bureau, {"甲": "《关于加快工业发展的意见》（平政〔2011〕4号）"})
    publish(neighbour, {"乙": "《关于加快工业发展的意见》第三条", "丙": "按照平政[2011] 4 号文件办理。"})
    assert cited("平政〔2011〕4号").keys() == {"甲", "乙", "丙"}


def test_a_notice_known_here_by_number_and_there_by_title_becomes_one_when_a_third_gives_both(
    bureau, neighbour, publish
):
    publish(bureau, {"甲": "按照平政〔2011〕4号文件办理。", "乙": "《关于加快工业发展的意见》第三条"})
    assert Instrument.objects.count() == 2
    publish(neighbour, {"丙": "《关于加快工业发展的意见》（平政〔2011〕4号）"})
    assert cited("平政〔2011〕4号").keys() == {"甲", "乙", "丙"}
    assert Instrument.objects.filter(same_as=None).count() == 1


def test_the_title_alone_means_the_document_that_the_matter_names_with_its_number(bureau, publish):
    publish(
        bureau,
        {
            "甲": f"《{FUND}》（{OLD}）",
            "乙": f"{DIRECT}依照《{FUND_RULES}》第三条办理。",
            "丙": f"《{FUND_RULES}》第一条",
        },
    )
    assert cited(NEW).keys() == {"乙"}
    assert cited(OLD).keys() == {"甲"}
    unclear = Citation.objects.get(instrument=None)
    assert unclear.title == FUND_RULES
    assert queries.health(bureau).unknown == 1


def test_a_list_that_mixes_up_title_and_number_misleads_nobody_else(bureau, neighbour, publish, laws):
    services.import_laws(laws({f"{COAL}(2010-03-01).md": COAL_2010}))
    publish(
        bureau,
        {
            "甲": f"《{FUND}》（{NEW}）第六条",
            "乙": f"《{COAL}》（{NEW}）第一条",
            "丙": f"《煤矿办法》（{NEW}）",
        },
    )
    assert cited(NEW).keys() == {"甲", "丙"}
    assert Citation.objects.get(instrument=None).title == COAL
    publish(neighbour, {"丁": f"《{COAL}》第二条", "戊": "《煤矿办法》第二条"})
    assert cited(COAL).keys() == {"丁"}
    assert cited("煤矿办法").keys() == {"戊"}


def test_what_is_gone_from_the_list_cites_no_more(bureau, publish):
    publish(bureau, {"甲": DIRECT, "乙": f"《{COAL}》第二条"})
    publish(bureau, {"甲": f"《{COAL}》第一条", "乙": f"《{COAL}》第二条"})
    assert cited(NEW) == {}
    assert cited(COAL).keys() == {"甲", "乙"}
    publish(bureau, {"乙": f"《{COAL}》第二条"})
    assert cited(COAL).keys() == {"乙"}


def test_a_list_that_is_published_ahead_cites_from_the_day_on_which_it_takes_effect(
    bureau, publish, monkeypatch
):
    publish(bureau, {"甲": DIRECT})
    tomorrow = timezone.localdate() + timedelta(days=1)
    publish(bureau, {"甲": f"《{COAL}》第二条"}, effective_from=tomorrow)
    assert follow_calendar() == 0
    assert cited(NEW).keys() == {"甲"}
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert follow_calendar() == 1
    assert cited(NEW) == {}
    assert cited(COAL).keys() == {"甲"}


def test_a_refused_publication_leaves_no_citation_behind(bureau, publish, monkeypatch):
    def break_down(said):
        raise RuntimeError("out of order")

    monkeypatch.setattr(citing.harvest, "propose", break_down)
    with pytest.raises(RuntimeError):
        publish(bureau, {"甲": DIRECT})
    assert not Cited.objects.exists()
    assert not Instrument.objects.exists()
    assert queries.health(bureau).matters == 0


def test_a_version_is_read_once_however_often_it_is_published(bureau, neighbour, publish):
    publish(bureau, {"甲": DIRECT})
    read = list(Citation.objects.values_list("pk", flat=True))
    publish(neighbour, {"甲": DIRECT})
    assert list(Citation.objects.values_list("pk", flat=True)) == read
    assert Cited.objects.filter(instrument=queries.find(NEW)).count() == 2


def test_a_law_named_without_marks_is_found_once_the_library_holds_it(bureau, publish, laws):
    publish(bureau, {"甲": "根据平川市煤炭条例第二条的规定，由市工信局审核。"})
    assert not Cited.objects.exists()
    done = services.import_laws(laws({f"{COAL}(2010-03-01).md": COAL_2010}))
    assert done.reread == 1
    assert cited(COAL) == {"甲": ("basis", "direct")}


def test_a_better_reader_reads_again(bureau, publish, monkeypatch):
    publish(bureau, {"甲": DIRECT, "乙": f"《{COAL}》第二条"})
    Citation.objects.all().delete()
    Cited.objects.all().delete()
    assert services.reread() == 0
    monkeypatch.setattr(citing, "READER", citing.READER + 1)
    told = []
    assert citing.reread(lambda *progress: told.append(progress), slice_size=1) == 2
    assert told == [(1, 2), (2, 2)]
    assert cited(COAL).keys() == {"乙"}
    assert set(Extraction.objects.values_list("reader", flat=True)) == {citing.READER}


def test_an_installation_that_had_lists_before_gets_their_citations(bureau, publish):
    publish(bureau, {"甲": DIRECT, "乙": f"《{COAL}》第二条"})
    for model in (Citation, Cited, Extraction):
        model.objects.all().delete()
    assert services.read_all() == 2
    assert services.read_all() == 0
    assert cited(COAL).keys() == {"乙"}


def test_the_places_to_link_are_told_with_their_state(bureau, publish):
    basis = f"《{FUND}》第四条规定……。（{NEW}）"
    publish(bureau, {"甲": basis})
    version = Cited.objects.get().entry.version_id
    (link,) = queries.linked(version, "basis")
    shown = [basis[start:end] for start, end in link.spans]
    assert shown[0] == f"《{FUND}》"
    assert NEW in shown[1]
    assert link.instrument == queries.find(NEW)
    assert link.status.state.value == "待核实"
    assert queries.linked(version, "liability") == ()


def test_signs_that_no_database_column_holds_do_no_harm(bureau, publish):
    publish(bureau, {"甲": "《关于\0加快工业发展的意见》（平政〔2011〕4号）"})
    assert Instrument.objects.count() == 1


def test_the_sample_cites_what_an_eye_sees_and_says_what_it_says(bureau, sample_txt):
    import_document(bureau, readers.read(sample_txt), by=None, effective_from=date(2025, 12, 1))
    assert cited("豫财企〔2025〕1号").keys() == {"省先进制造业发展专项资金项目申报"}
    assert cited("煤炭法").keys() == {"关闭煤矿和报废矿井许可审核"}
    new, old = queries.find("豫财企〔2025〕1号"), queries.find("豫财企〔2021〕62号")
    said = old.statements.get()
    assert (said.says, said.by, said.origin) == ("repealed", new, "text")
    assert new.statements.get(says="term").months == 36
    plan = queries.find("工信部规〔2016〕223号").statements.get()
    assert (plan.says, plan.first_year, plan.last_year) == ("plan", 2016, 2020)
    assert queries.health(bureau).states[queries.uses(bureau)[0].status.state] == len(queries.uses(bureau))
