"""A kit that a bureau might write, for tests: every kind of field, conditions, a table of each sort."""

from __future__ import annotations

from quanze.kits import Kit, read

FILE = """
format = "quanze kit 1"
matter = "西峡县科技奖励申报"
applicants = ["enterprise", "institution"]
public = ["fields_of", "spent"]

[labels]
favourable = "推荐"
unfavourable = "不予推荐"
subject = "project"

[house]
silence_withdraws = true
collective = ["recommend"]
longer = { n = 10, unit = "working_day" }

[[sub_kinds]]
key = "county"
name = "县级"

[[sub_kinds]]
key = "city"
name = "市级"

[[eligibility]]
text = "在本县注册满一年"
source = { origin = "rule", cite = "《西峡县科技奖励办法》第三条" }

[[limits]]
purpose = "correction"
limit = { n = 10, unit = "working_day" }

[[form]]
title = "项目"

[[form.fields]]
key = "project"
label = "项目名称"
kind = "text"
required = true
longest = 40

[[form.fields]]
key = "summary"
label = "项目简介"
kind = "long_text"

[[form.fields]]
key = "fields_of"
label = "技术领域"
kind = "choices"
options = ["材料", "装备", "食品"]

[[form.fields]]
key = "joint"
label = "是否联合申报"
kind = "yes_no"
required = true

[[form.fields]]
key = "partner_code"
label = "联合单位信用代码"
kind = "credit_code"
required = true
when = { joint = true }

[[form.fields]]
key = "level"
label = "技术水平"
kind = "choice"
options = ["国内先进", "国际先进"]
required = true
when = { sub_kind = "city" }

[[form]]
title = "数字"

[[form.fields]]
key = "staff"
label = "研发人员"
kind = "number"
unit = "人"
least = 1
most = 5000
decimals = 0
required = true

[[form.fields]]
key = "spent"
label = "研发投入"
kind = "money"
least = 0

[[form.fields]]
key = "begun"
label = "开始日期"
kind = "date"

[[form.fields]]
key = "years"
label = "主要经济指标"
kind = "table"
required = true
rows = ["前年", "去年"]

[[form.fields.columns]]
key = "sales"
label = "销售收入"
kind = "money"
required = true

[[form.fields]]
key = "members"
label = "完成人"
kind = "table"
fewest = 1
most_rows = 3

[[form.fields.columns]]
key = "name"
label = "姓名"
kind = "text"
required = true

[[form.fields.columns]]
key = "share"
label = "贡献"
kind = "number"
unit = "%"
least = 0
most = 100

[[form]]
title = "联系"

[[form.fields]]
key = "phone"
label = "电话"
kind = "phone"
required = true

[[form.fields]]
key = "mail"
label = "邮箱"
kind = "email"

[[form.fields]]
key = "at"
label = "地址"
kind = "address"

[[form.fields]]
key = "truth"
label = "真实性声明"
kind = "declaration"
required = true
words = "所填属实。"

[[materials]]
key = "report"
name = "研究报告"
required = true
sources = [{ origin = "rule", cite = "《西峡县科技奖励办法》第八条" }]
media = ["pdf"]

[[materials]]
key = "consent"
name = "联合申报协议"
required = true
when = { joint = true }
sources = [{ origin = "house", cite = "县科技局申报须知" }]

[[materials]]
key = "mandate"
name = "授权委托书"
needs = "委托他人办理的"
sources = [{ origin = "rule", cite = "《行政许可法》第二十九条，参照" }]

[ranking]
enclosed = ["opinion"]

[[ranking.criteria]]
key = "novelty"
name = "创新性"
most = 60
source = { origin = "rule", cite = "《西峡县科技奖励办法》第八条" }

[[ranking.criteria]]
key = "market"
name = "市场前景"
most = 37.5
source = { origin = "house", cite = "县科技局申报须知" }

[[ranking.columns]]
field = "project"
share = 4

[[ranking.columns]]
field = "spent"

[[ranking.preferences]]
text = "获得过市级奖励的"
source = { origin = "rule", cite = "《西峡县科技奖励办法》第九条" }
"""


def kit() -> Kit:
    return read(FILE.encode())


WHOLE = {
    "sub_kind": "city",
    "project": "香菇烘干装备",
    "summary": "第一行\n第二行",
    "fields_of": ["食品", "装备"],
    "joint": "true",
    "partner_code": "91350100M000100Y43",
    "level": "国际先进",
    "staff": "１２",
    "spent": "1,234.50 万元",
    "begun": "2026年3月5日",
    "years": [{"sales": "100"}, {"sales": "120.5"}],
    "members": [{"name": "张三", "share": "60%"}, {"name": "", "share": ""}],
    "phone": "0377-63130001",
    "mail": "kjj@example.com",
    "at": "西峡县白羽路1号",
    "truth": "on",
}
"""Answers to it that are whole, as a form sends them."""
