"""Lists as bureaus really lay them out: each layout comes out as the same kind of model."""

from __future__ import annotations

import pytest

from quanze.lists.grid import Cell, Row, Table
from quanze.lists.model import AnnexKind, ListDocument, Place
from quanze.lists.refusal import Refusal
from tests.lists.grids import only, read, stages

HEAD = "序号|职权名称|职权类别|实施依据|办理环节|责任事项|追责情形|责任科室"


def rules(document: ListDocument) -> list[str]:
    return [finding.rule for finding in document.findings]


def test_rows_under_a_matter_are_its_stages() -> None:
    annex = only(
        read(
            "某县水利局权责清单",
            HEAD
            + """
            1|取水许可|行政许可|《水法》第七条|受理|收到申请后五日内决定是否受理。|滥用职权的，依法处分。|水政股
            ^|^|^|^|决定|作出是否许可的书面决定。|^|^
            2|河道检查|行政检查|《河道管理条例》第五条|检查|两名以上执法人员到场检查。|滥用职权的，依法处分。|河道股""",
        )
    )
    assert annex.kind is AnnexKind.RETAINED
    assert [matter.name.value for matter in annex.matters] == ["取水许可", "河道检查"]
    assert stages(annex.matters[0].stages) == [
        ("受理", "收到申请后五日内决定是否受理。"),
        ("决定", "作出是否许可的书面决定。"),
    ]
    assert annex.matters[1].office is not None
    assert annex.matters[1].office.value == "河道股"


def test_the_agency_is_named_by_the_title() -> None:
    assert (
        read("某县水利局权责清单（2025年版）", HEAD + "\n1|取水许可|行政许可|依据|受理|受理。|追责|股").agency
        == "某县水利局"
    )


def test_a_category_above_the_table_holds_for_its_matters() -> None:
    annex = only(
        read(
            "某县林业局权力清单",
            "一、行政许可（共1项）",
            "序号|事项名称|设定依据\n1|采伐许可|《森林法》",
            "二、行政处罚（共2项）",
            "序号|事项名称|设定依据\n1|对滥伐林木的处罚|《森林法》\n2|对毁林的处罚|《森林法》",
        )
    )
    assert [(head.name, head.declared, head.at) for head in annex.categories] == [
        ("行政许可", 1, 0),
        ("行政处罚", 2, 1),
    ]
    assert [matter.category and matter.category.value for matter in annex.matters] == [
        "行政许可",
        "行政处罚",
        "行政处罚",
    ]
    assert all(matter.category and matter.category.exact is None for matter in annex.matters)


@pytest.mark.parametrize("lead", ["责任科室：{}", "（一）{}", "一、{}"])
def test_an_office_above_each_table_answers_for_its_matters(lead: str) -> None:
    table = "序号|职权名称|职权类别|实施依据\n1|{}|行政许可|《水法》"
    annex = only(
        read(
            "某县水利局权责清单",
            lead.format("水政股"),
            table.format("取水许可"),
            lead.format("水政监察大队"),
            table.format("河道审批"),
        )
    )
    assert [matter.office and matter.office.value for matter in annex.matters] == ["水政股", "水政监察大队"]
    assert annex.columns[-1].field == "office"
    assert annex.tail == (lead.format("水政监察大队"),)


def test_an_office_across_the_table_answers_for_the_matters_below_it() -> None:
    document = read(
        "某县水利局权责清单",
        """序号|职权名称|职权类别|实施依据
        水政股|<|<|<
        1|取水许可|行政许可|《水法》
        水政监察大队|<|<|<
        2|河道审批|行政许可|《防洪法》""",
    )
    assert [matter.office and matter.office.value for matter in only(document).matters] == [
        "水政股",
        "水政监察大队",
    ]
    assert rules(document) == []


def test_an_office_does_not_answer_for_the_next_category() -> None:
    table = "序号|职权名称|实施依据\n1|{}|《水法》"
    annex = only(
        read(
            "一、行政许可",
            "（一）水政股",
            table.format("取水许可"),
            "二、行政检查",
            table.format("河道检查"),
        )
    )
    assert [matter.office and matter.office.value for matter in annex.matters] == ["水政股", None]


def test_where_a_column_names_the_office_no_line_does() -> None:
    annex = only(
        read(
            "某县水利局权责清单",
            "（一）水政股",
            "序号|职权名称|实施依据|责任股室\n1|取水许可|《水法》|河道股",
        )
    )
    (matter,) = annex.matters
    assert matter.office is not None
    assert matter.office.value == "河道股"


def test_a_category_row_inside_the_table_holds_for_the_rows_below() -> None:
    annex = only(
        read(
            "序号|权力名称|权力依据\n（一）行政确认|<|<\n1|产品确认|《条例》\n（二）其他权力|<|<\n2|项目初审|《办法》"
        )
    )
    assert [matter.category and matter.category.value for matter in annex.matters] == ["行政确认", "其他职权"]


def test_headings_on_two_levels() -> None:
    annex = only(
        read(
            """序号|职权|<|责任事项|<|追责情形|承办机构
            ^|名称|类别|环节|内容|^|^
            1|取水许可|行政许可|受理|收到申请后决定是否受理。|依法处分|水政股"""
        )
    )
    assert [column.field for column in annex.columns] == [
        "number", "name", "category", "stages.name", "stages.duty", "liability", "office",
    ]  # fmt: skip
    assert stages(annex.matters[0].stages) == [("受理", "收到申请后决定是否受理。")]


def test_duties_without_stages() -> None:
    annex = only(read("序号|事项名称|责任事项\n1|项目初审|一、受理责任；二、审查责任。"))
    assert stages(annex.matters[0].stages) == [(None, "一、受理责任；二、审查责任。")]


def test_columns_beyond_the_standard_are_kept_under_their_headings() -> None:
    document = read("序号|事项名称|设定依据|实施对象|承诺时限\n1|取水许可|《水法》|企业|15个工作日")
    matter = only(document).matters[0]
    assert {heading: text.value for heading, text in matter.extra.items()} == {
        "实施对象": "企业",
        "承诺时限": "15个工作日",
    }
    assert rules(document) == ["R107", "R107"]


def test_a_column_divided_along_the_stages_keeps_each_part() -> None:
    annex = only(
        read(
            """序号|事项名称|责任环节|责任事项|责任科室
            1|取水许可|受理|受理申请。|窗口
            ^|^|审查|审查材料。|水政股
            ^|^|决定|作出决定。|^"""
        )
    )
    matter = annex.matters[0]
    assert matter.office is not None
    assert matter.office.value == "窗口\n水政股"
    assert matter.parts == {"office": ("窗口", "水政股", "")}


def test_duties_in_a_column_for_each_stage() -> None:
    document = read(
        "某县卫生健康委员会权责清单",
        """序号|职权名称|责任事项|<|<|<|追责情形|承办科室
        ^|^|受理|审查|决定|事后监管|^|^
        1|医师执业注册|依法受理。|审查材料。|作出决定。|开展检查。|依法处分。|医政科
        2|护士执业注册|依法受理。||作出决定。||依法处分。|医政科""",
    )
    first, second = only(document).matters
    assert stages(first.stages) == [
        ("受理", "依法受理。"),
        ("审查", "审查材料。"),
        ("决定", "作出决定。"),
        ("事后监管", "开展检查。"),
    ]
    assert stages(second.stages) == [("受理", "依法受理。"), ("决定", "作出决定。")]
    assert [column.field for column in only(document).columns] == [
        "number",
        "name",
        "stages.name",
        "stages.duty",
        "liability",
        "office",
    ]
    assert rules(document) == []


def test_duties_in_a_column_for_each_stage_without_a_heading_above() -> None:
    annex = only(
        read(
            """序号|职权名称|职权依据|受理责任|审查责任|决定责任|追责情形
            1|医师执业注册|《医师法》第十三条|依法受理。|审查材料。|作出决定。|依法处分。"""
        )
    )
    assert stages(annex.matters[0].stages) == [
        ("受理责任", "依法受理。"),
        ("审查责任", "审查材料。"),
        ("决定责任", "作出决定。"),
    ]
    assert annex.matters[0].extra == {}


def test_beside_the_duties_a_column_of_responsibility_is_no_stage() -> None:
    annex = only(
        read(
            "序号|职权名称|责任事项|监督责任|领导责任\n1|医师执业注册|依法受理。|由纪检监察室监督。|分管领导。"
        )
    )
    assert stages(annex.matters[0].stages) == [(None, "依法受理。")]
    assert list(annex.matters[0].extra) == ["监督责任", "领导责任"]


def test_contents_and_grounds_of_duties_are_no_stages() -> None:
    annex = only(
        read(
            """序号|职权名称|责任事项|<|追责情形
            ^|^|责任内容|责任依据|^
            1|医师执业注册|依法受理。|《医师法》第九条|依法处分。"""
        )
    )
    assert stages(annex.matters[0].stages) == [(None, "依法受理。")]
    assert annex.matters[0].extra["责任依据"].value == "《医师法》第九条"


def test_a_stage_merged_over_two_duties_is_repeated_without_exact_text() -> None:
    annex = only(
        read(
            "序号|事项名称|办理环节|责任事项\n1|处罚|调查|收集证据。\n^|^|^|听取陈述。\n^|^|决定|制作决定书。"
        )
    )
    assert stages(annex.matters[0].stages) == [
        ("调查", "收集证据。"),
        ("调查", "听取陈述。"),
        ("决定", "制作决定书。"),
    ]
    name = annex.matters[0].stages[1].name
    assert name is not None
    assert name.exact is None


def test_sub_items_are_matters_of_their_own() -> None:
    annex = only(
        read(
            "序号|事项名称|子项|设定依据\n1|道路许可|货运许可|《条例》第八条\n^|^|客运许可|《条例》第九条\n2|检查||《条例》"
        )
    )
    found = [
        (matter.name.value, matter.extra["子项"].value, matter.basis and matter.basis.value)
        for matter in annex.matters
    ]
    assert found == [
        ("道路许可", "货运许可", "《条例》第八条"),
        ("道路许可", "客运许可", "《条例》第九条"),
        ("检查", "", "《条例》"),
    ]


def test_headings_repeated_on_each_page_are_skipped_and_told() -> None:
    document = read("序号|事项名称|设定依据\n1|甲许可|《甲法》\n序号|事项名称|设定依据\n2|乙许可|《乙法》")
    assert [matter.name.value for matter in only(document).matters] == ["甲许可", "乙许可"]
    assert rules(document) == ["R104"]


def test_a_cell_divided_by_a_page_break_is_joined_and_told() -> None:
    document = read(
        """序号|事项名称|设定依据|责任环节|责任事项
        1|取水许可|《水法》第七条规定国家对水资源依法实行|受理|受理申请。
        序号|事项名称|设定依据|责任环节|责任事项
        ||取水许可制度和有偿使用制度。||"""
    )
    matter = only(document).matters[0]
    assert matter.basis is not None
    assert matter.basis.value == "《水法》第七条规定国家对水资源依法实行取水许可制度和有偿使用制度。"
    assert "R105" in rules(document)


def test_rows_drawn_under_merged_cells_are_parts_of_the_matter_and_no_divided_cell() -> None:
    document = read(
        """序号|职权名称|违法情形|处罚依据|责任事项
        1|对违反农药管理规定行为的处罚|未取得许可证生产农药的|《农药管理条例》第五十二条|予以审查，决定是否立案。
        ^|^|未取得许可证经营农药的|《农药管理条例》第五十五条|^"""
    )
    (matter,) = only(document).matters
    assert matter.extra["违法情形"].value == "未取得许可证生产农药的\n未取得许可证经营农药的"
    assert matter.parts["basis"] == ("《农药管理条例》第五十二条", "《农药管理条例》第五十五条")
    assert sorted(set(rules(document))) == ["R107", "R108"]


def test_a_row_shifted_to_the_left_is_put_back_and_told() -> None:
    document = read(
        """序号|事项名称|设定依据|职权类别|办理环节|责任事项|追责情形|责任科室
        1|产品评价|《办法》第六条|其他职权|受理|收到申请材料之日起决定是否受理。|依法给予处分，情节严重的予以撤职。|运行科
        |||审查|对申请材料进行审核，需要核查的到现场核查。||||"""
    )
    assert stages(only(document).matters[0].stages)[1] == (
        "审查",
        "对申请材料进行审核，需要核查的到现场核查。",
    )
    assert rules(document) == ["R103"]


def test_a_matter_whose_number_is_blank_still_begins_by_its_name() -> None:
    annex = only(read("序号|事项名称|设定依据\n1|甲许可|《甲法》\n|乙许可|《乙法》"))
    assert [matter.name.value for matter in annex.matters] == ["甲许可", "乙许可"]


@pytest.mark.parametrize(
    ("layout", "blocks"),
    [
        (
            "two columns",
            [
                "职权名称|取水许可\n职权类别|行政许可\n实施依据|《水法》第七条\n责任事项|受理申请。\n责任科室|水政股"
            ],
        ),
        (
            "four columns",
            [
                "职权名称|取水许可|职权类别|行政许可\n实施依据|《水法》第七条|<|<\n责任事项|受理申请。|<|<\n责任科室|水政股|<|<"
            ],
        ),
    ],
)
def test_headings_and_values_side_by_side(layout: str, blocks: list[str]) -> None:
    matter = only(read(*blocks)).matters[0]
    assert matter.name.value == "取水许可"
    assert matter.category is not None
    assert matter.category.value == "行政许可"
    assert matter.basis is not None
    assert matter.basis.value == "《水法》第七条"
    assert stages(matter.stages) == [(None, "受理申请。")]
    assert matter.office is not None
    assert matter.office.value == "水政股"


def test_a_table_of_pairs_for_each_matter_makes_one_list() -> None:
    pair = "事项名称|{}\n权力类型|行政检查\n设定依据|《条例》"
    annex = only(read("某局权责清单", pair.format("甲检查"), pair.format("乙检查")))
    assert [matter.name.value for matter in annex.matters] == ["甲检查", "乙检查"]


def test_stages_under_a_heading_merged_downwards_in_pairs() -> None:
    annex = only(
        read(
            "事项名称|取水许可|<\n设定依据|《水法》|<\n责任事项|受理|受理申请材料。\n^|决定|作出书面决定。\n责任科室|水政股|<"
        )
    )
    assert stages(annex.matters[0].stages) == [("受理", "受理申请材料。"), ("决定", "作出书面决定。")]


def test_a_form_with_groups_at_its_left_and_headings_above_its_stages_is_one_matter() -> None:
    annex = only(
        read(
            "某省教育厅权责清单",
            """基本信息|事项名称|民办学校设立审批|<|<
            ^|事项类型|行政许可|行使层级|省级
            ^|实施机构|某省教育厅|责任处室|民办教育处
            设定依据|《民办教育促进法》第十二条|<|<|<
            责任事项|环节|责任内容|<|<
            ^|受理|受理申请材料。|<|<
            ^|事后监管|开展监督检查。|<|<
            追责情形|不予受理的，依法处分。|<|<|<
            监督电话|12345|<|<|<""",
        )
    )
    (matter,) = annex.matters
    assert matter.name.value == "民办学校设立审批"
    assert stages(matter.stages) == [("受理", "受理申请材料。"), ("事后监管", "开展监督检查。")]
    assert matter.office is not None
    assert matter.office.value == "民办教育处"
    assert {key: text.value for key, text in matter.extra.items()} == {
        "行使层级": "省级",
        "实施机构": "某省教育厅",
        "监督电话": "12345",
    }


FORM = "实施依据|{0}\n责任事项|受理责任：公示材料目录。\n追责情形|不予受理的，依法处分。\n承办机构|{1}"


@pytest.mark.parametrize(
    "blocks",
    [
        [
            "（一）取水许可",
            FORM.format("《水法》", "水政股"),
            "（二）河道审批",
            FORM.format("《防洪法》", "河道股"),
        ],
        [
            "（一）取水许可|<\n" + FORM.format("《水法》", "水政股"),
            "（二）河道审批|<\n" + FORM.format("《防洪法》", "河道股"),
        ],
        [
            "（一）取水许可|<\n"
            + FORM.format("《水法》", "水政股")
            + "\n（二）河道审批|<\n"
            + FORM.format("《防洪法》", "河道股")
        ],
    ],
    ids=["in a line above", "in a row of the table", "all in one table"],
)
def test_names_that_no_heading_names_stand_above_the_headings_and_values(blocks: list[str]) -> None:
    annex = only(read("某县水利局权责清单", "一、行政许可", *blocks))
    assert [
        (
            each.number and each.number.value,
            each.name.value,
            each.basis and each.basis.value,
            each.office and each.office.value,
        )
        for each in annex.matters
    ] == [("（一）", "取水许可", "《水法》", "水政股"), ("（二）", "河道审批", "《防洪法》", "河道股")]
    assert {each.category and each.category.value for each in annex.matters} == {"行政许可"}


@pytest.mark.parametrize("above", ["一、行政许可", "以下为本局的职权。", "（一）受理时：公示材料目录"])
def test_what_names_no_matter_above_headings_and_values_makes_no_list_of_them(above: str) -> None:
    with pytest.raises(Refusal):
        read("某县水利局权责清单", above, FORM.format("《水法》", "水政股"))


def test_of_two_headings_of_many_uses_in_a_form_the_first_is_the_office() -> None:
    annex = only(
        read("事项名称|取水许可|权力类型|行政许可\n责任单位|县水利局|承办部门|水政股\n设定依据|《水法》|<|<")
    )
    (matter,) = annex.matters
    assert matter.office is not None
    assert matter.office.value == "县水利局"
    assert matter.extra["承办部门"].value == "水政股"


def test_in_a_list_of_penalties_the_ground_of_the_penalty_is_the_basis() -> None:
    annex = only(
        read(
            "某县住房和城乡建设局行政处罚事项清单",
            "序号|处罚名称|违法依据|处罚依据|处罚种类\n1|对违法发包的处罚|《建筑法》第二十二条|《建筑法》第六十五条|罚款",
        )
    )
    (matter,) = annex.matters
    assert matter.name.value == "对违法发包的处罚"
    assert matter.basis is not None
    assert matter.basis.value == "《建筑法》第六十五条"
    assert list(matter.extra) == ["违法依据", "处罚种类"]


def test_beside_a_basis_the_ground_of_the_penalty_is_a_column_of_its_own() -> None:
    annex = only(read("序号|处罚事项|处罚依据|实施依据\n1|对违法发包的处罚|第六十五条|《建筑法》"))
    (matter,) = annex.matters
    assert matter.basis is not None
    assert matter.basis.value == "《建筑法》"
    assert matter.extra["处罚依据"].value == "第六十五条"


def test_services_for_the_public_are_matters_too() -> None:
    annex = only(
        read(
            "某县市场监督管理局责任清单",
            "三、公共服务事项",
            "序号|服务事项|主要内容|承办机构|联系电话\n1|消费者投诉举报|受理投诉举报|消保股|12315",
            "四、行政权力事项",
            "序号|权力名称|权力类别|实施依据|共同责任事项|承办机构\n1|食品经营许可|行政许可|《食品安全法》|1.受理责任：受理。|登记股",
        )
    )
    assert [(matter.name.value, matter.category and matter.category.value) for matter in annex.matters] == [
        ("消费者投诉举报", "公共服务"),
        ("食品经营许可", "行政许可"),
    ]
    assert stages(annex.matters[1].stages) == [(None, "1.受理责任：受理。")]


def test_adjustment_notes_may_stand_in_two_cells() -> None:
    annex = only(
        read(
            "某局调整的权责清单",
            "序号|事项名称|设定依据\n1|甲许可|《甲法》\n调整情况|修改依据|<\n调整原因|依据修订。|<",
        )
    )
    note = annex.matters[0].adjustment
    assert annex.kind is AnnexKind.ADJUSTED
    assert note is not None
    assert note.summary is not None
    assert note.reason is not None
    assert (note.summary.value, note.reason.value) == ("修改依据", "依据修订。")


def test_before_and_after_in_columns_of_their_own() -> None:
    annex = only(
        read(
            """序号|事项名称|调整前|<|调整后|<|调整原因
            ^|^|实施依据|责任科室|实施依据|责任科室|^
            1|甲许可|旧办法|甲股|新办法|乙股|依据修订"""
        )
    )
    matter = annex.matters[0]
    assert annex.kind is AnnexKind.ADJUSTED
    assert matter.before is not None
    assert {path: text.value for path, text in matter.before.items()} == {"basis": "旧办法", "office": "甲股"}
    assert matter.basis is not None
    assert matter.basis.value == "新办法"
    assert matter.adjustment is not None
    assert matter.adjustment.reason is not None
    assert matter.adjustment.reason.value == "依据修订"


def test_text_outside_of_the_tables_is_kept_and_told() -> None:
    document = read(
        "某局权责清单", "序号|事项名称|设定依据\n1|甲许可|《甲法》", "说明：本清单自公布之日起施行。"
    )
    assert only(document).tail == ("说明：本清单自公布之日起施行。",)
    assert rules(document) == ["R122"]


def test_lines_of_a_sheet_are_no_foreign_table() -> None:
    document = read(
        Table(
            tuple(
                Row((Cell(text, 0),), Place()) for text in ("附件1", "某县水利局权责清单目录", "（共1项）")
            ),
            4,
            Place(table=1),
        ),
        "序号|职权名称|职权类别|备注\n1|取水许可|行政许可|无",
        "填报说明|<|<|<\n1.本表由各单位填报。|<|<|<",
    )
    annex = only(document)
    assert (annex.label, annex.title, annex.declared_total) == ("附件1", "某县水利局权责清单目录", 1)
    assert annex.tail == ("填报说明", "1.本表由各单位填报。")
    assert rules(document) == ["R107", "R122", "R122"]


def test_lines_above_the_table_stay_with_the_annex() -> None:
    annex = only(
        read(
            "某县人民政府办公室",
            "关于公布清单的通知",
            "附件1",
            "某局权责清单目录",
            "（共 1 项）",
            "序号|事项名称\n1|甲许可",
        )
    )
    assert annex.kind is AnnexKind.CATALOGUE
    assert annex.label == "附件1"
    assert annex.head == ("某县人民政府办公室", "关于公布清单的通知", "（共 1 项）")
    assert annex.declared_total == 1


def test_the_foot_may_stand_in_cells() -> None:
    annex = only(read("序号|事项名称|设定依据|责任科室\n1|甲许可|《甲法》|甲股\n服务电话|123|投诉电话|456"))
    assert annex.contact is not None
    assert (annex.contact.service_phone, annex.contact.complaint_phone) == ("123", "456")


def test_a_document_without_a_list_is_refused() -> None:
    with pytest.raises(Refusal, match="没有找到权责清单的表格"):
        read("关于开会的通知", "姓名|单位|电话\n张三|甲局|123")


def test_a_table_without_headings_goes_on_under_the_columns_before() -> None:
    document = read("某局权责清单", "序号|事项名称|设定依据\n1|甲许可|《甲法》。", "2|乙许可|《乙法》。")
    assert [matter.name.value for matter in only(document).matters] == ["甲许可", "乙许可"]
    assert rules(document) == ["R114"]


def test_a_cell_merged_over_several_matters_holds_for_each() -> None:
    annex = only(
        read(
            """序号|权力类型|权力名称|责任事项|追责情形
            1|行政处罚|对甲的处罚|1.立案责任：及时立案。|不履行职责的，依法处分。
            2|^|对乙的处罚|^|^
            3|行政检查|丙检查|1.检查责任：两人以上。|^"""
        )
    )
    assert [matter.category and matter.category.value for matter in annex.matters] == [
        "行政处罚",
        "行政处罚",
        "行政检查",
    ]
    assert {matter.liability and matter.liability.value for matter in annex.matters} == {
        "不履行职责的，依法处分。"
    }
    assert stages(annex.matters[1].stages) == [(None, "1.立案责任：及时立案。")]
    assert [matter.liability and matter.liability.exact for matter in annex.matters] == [
        "不履行职责的，依法处分。",
        None,
        None,
    ]


def test_a_sub_item_named_in_brackets_is_a_matter_of_its_own() -> None:
    annex = only(
        read(
            "某市民政局权责清单",
            """序号|权力类型|权力名称（主项）|权力名称（子项|设定依据
            1|行政许可|社会团体登记|成立登记|《条例》第九条
            ^|^|^|变更登记|《条例》第十八条
            ^|^|^|注销登记|《条例》第十九条""",
        )
    )
    assert [matter.name.value for matter in annex.matters] == ["社会团体登记"] * 3
    assert [matter.extra["权力名称(子项"].value for matter in annex.matters] == [
        "成立登记",
        "变更登记",
        "注销登记",
    ]


@pytest.mark.parametrize("group", ["职权名称", "权力清单", "其他信息"])
@pytest.mark.parametrize("inner", ["子项", "备注", "责任事项依据"])
def test_headings_on_two_levels_name_the_column_as_in_one_cell(group: str, inner: str) -> None:
    two = f"""序号|职权类别|实施依据|{group}|<
            ^|^|^|项目名称|{inner}
            1|行政处罚|《水法》第七条|对围垦河道的处罚|甲"""
    one = f"""序号|职权类别|实施依据|{group}\\n项目名称|{group}\\n{inner}
            1|行政处罚|《水法》第七条|对围垦河道的处罚|甲"""
    columns = [only(read("某县水利局权责清单", text)).columns for text in (two, one)]
    assert columns[0] == columns[1]
    assert columns[0][-1].field == f"extra[{inner}]"


def test_a_sub_item_under_a_known_heading_is_told_without_the_line_end_between_them() -> None:
    text = "序号|项目名称|职权名称子项|职权依据\n1|河道审批|方案审查|《甲法》\n^|^|位置界限|《甲法》"
    assert [matter.extra["子项"].value for matter in only(read(text)).matters] == ["方案审查", "位置界限"]


def test_columns_with_no_heading_or_an_unknown_one_are_told_by_their_texts() -> None:
    annex = only(
        read(
            "某县青山镇权责清单",
            """|项目名称|权种类别|设定依据|追责情形|抄送
            1|对焚烧秸秆的处罚|行政处罚|《条例》第九条|滥用职权的|甲
            2|老年人优待证办理|行政确认|《条例》第十八条|滥用职权的|乙
            |项目名称|权种类别|设定依据|追责情形|抄送
            3|宅基地审批||《条例》第十九条|滥用职权的|丙""",
        )
    )
    assert [column.field for column in annex.columns] == [
        "number",
        "name",
        "category",
        "basis",
        "liability",
        "extra[抄送]",
    ]
    assert [matter.number and matter.number.value for matter in annex.matters] == ["1", "2", "3"]
    assert [matter.category and matter.category.value for matter in annex.matters][:2] == [
        "行政处罚",
        "行政确认",
    ]


def test_an_unknown_column_of_other_texts_stays_as_it_is() -> None:
    annex = only(
        read(
            "某县青山镇权责清单",
            """项目名称|权种类别|设定依据|次数
            对焚烧秸秆的处罚|行政处罚|《条例》第九条|1
            老年人优待证办理|一般事项|《条例》第十八条|2""",
        )
    )
    assert [column.field for column in annex.columns] == ["name", "extra[权种类别]", "basis", "extra[次数]"]


def test_forms_one_below_another_in_a_sheet_are_matters_though_their_title_speaks_of_duties() -> None:
    form = """行政权力责任事项梳理表|<|<|<
            职权名称|{}|<|<
            职权类型|行政处罚|职权编码|0{}
            责任事项|发现违法行为的，予以审查，决定是否立案。|<|<
            """
    annex = only(read((form.format("对围垦河道的处罚", 1) + form.format("对擅自取水的处罚", 2)).strip()))
    assert [matter.name.value for matter in annex.matters] == ["对围垦河道的处罚", "对擅自取水的处罚"]


@pytest.mark.parametrize("above", ["首页 > 政务公开 > 权责清单", "当前位置：首页 » 权责清单", "权责清单"])
def test_what_a_website_has_above_the_list_is_not_its_title(above: str) -> None:
    document = read(
        above, "山河县水利局权责清单（2023年版）", HEAD + "\n1|取水许可|行政许可|依据|受理|受理。|追责|股"
    )
    assert only(document).title == "山河县水利局权责清单（2023年版）"
    assert only(document).head == (above,)
    assert document.agency == "山河县水利局"


def test_lines_of_heading_and_value_without_any_table_are_matters() -> None:
    annex = only(
        read(
            "山河县水利局权责清单",
            "一、行政许可",
            "职权名称：取水许可",
            "实施依据：《水法》第七条",
            "责任事项：",
            "1.受理责任：依法受理或者不予受理。",
            "2.审查责任：对材料进行审查。",
            "二、行政处罚",
            "职权名称：对围垦河道的处罚",
            "实施依据：《防洪法》第五十六条",
            "责任事项：发现违法行为，予以审查。",
        )
    )
    assert [(m.name.value, m.category and m.category.value) for m in annex.matters] == [
        ("取水许可", "行政许可"),
        ("对围垦河道的处罚", "行政处罚"),
    ]
    assert stages(annex.matters[0].stages) == [
        (None, "1.受理责任：依法受理或者不予受理。\n2.审查责任：对材料进行审查。")
    ]


def test_numbers_before_the_names_of_matters_in_lines_are_theirs() -> None:
    annex = only(
        read(
            "山河县文化局责任清单",
            "1.职权名称：取水许可",
            "职权类型：行政许可",
            "责任事项：",
            "1.受理责任：依法受理。",
            "2.职权名称：河道检查",
            "职权类型：行政检查",
        )
    )
    assert [(m.number and m.number.value, m.name.value) for m in annex.matters] == [
        ("1.", "取水许可"),
        ("2.", "河道检查"),
    ]
    assert stages(annex.matters[0].stages) == [(None, "1.受理责任：依法受理。")]


def test_numbers_before_all_headings_in_lines_are_no_numbers_of_matters() -> None:
    annex = only(read("（一）职权名称：取水许可", "（二）职权类型：行政许可", "（三）实施依据：《水法》"))
    (matter,) = annex.matters
    assert matter.number is None
    assert matter.basis is not None
    assert (matter.name.value, matter.basis.value) == ("取水许可", "《水法》")


def test_names_in_lines_of_their_own_above_the_headings() -> None:
    annex = only(
        read(
            "山河县档案局权责清单",
            "一、行政许可（共2项）",
            "（一）取水许可",
            "实施依据：《水法》第七条",
            "责任事项：",
            "1.受理责任：依法受理。",
            "（二）河道内建设审批",
            "实施依据：《防洪法》第二十七条",
            "承办机构：河道股",
            "二、行政检查（共1项）",
            "（一）河道检查",
            "实施依据：《河道管理条例》",
        )
    )
    assert [
        (m.number and m.number.value, m.name.value, m.category and m.category.value) for m in annex.matters
    ] == [
        ("（一）", "取水许可", "行政许可"),
        ("（二）", "河道内建设审批", "行政许可"),
        ("（一）", "河道检查", "行政检查"),
    ]
    assert stages(annex.matters[0].stages) == [(None, "1.受理责任：依法受理。")]


def test_a_sentence_above_a_heading_names_no_matter() -> None:
    with pytest.raises(Refusal, match="没有表格"):
        read(
            "山河县档案局职责", "（一）负责全县档案工作：", "实施依据：《档案法》", "责任事项：依法管理档案。"
        )


def test_lines_that_name_no_matter_are_still_no_list() -> None:
    with pytest.raises(Refusal, match="没有表格"):
        read("某县水利局简介", "责任事项：保护水资源。", "联系电话：12345", "备注：无")
