"""What reading repairs or doubts, each a rule: nothing is mended silently."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.lists.model import Severity


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of repair or doubt: its stable code, how much it matters, and what it says in a plain sentence."""

    code: str
    severity: Severity
    title: str


RESIDUE = Repair(
    "R101", Severity.INFO, "单元格里留有转换软件的标记（<p>、<u> 等），已去掉标记、保留文字和下划线"
)
NAME_BLANKS = Repair("R102", Severity.INFO, "名称中夹有空格或换行，已按整词理解，原文另存")
SHIFTED = Repair("R103", Severity.WARNING, "这一行的单元格错位，已按内容放回相应的列")
REPEATED_HEADING = Repair("R104", Severity.INFO, "表头重复出现（多为跨页重复），已跳过")
JOINED = Repair("R105", Severity.WARNING, "一个单元格被拆成几行（跨页，或复制成文字时），已接成一段")
UNPLACED = Repair("R106", Severity.WARNING, "表格里有文字不在任何栏目之内，已原样保留在附件的其他文字中")
EXTRA_COLUMN = Repair("R107", Severity.INFO, "有标准栏目之外的列，已按原表头保存")
DIVIDED = Repair("R108", Severity.INFO, "这一栏在事项的各行中分别填写，已按行保存")
CUT_OFF = Repair("R109", Severity.WARNING, "文字可能在页边被截断，请与原件核对")
NO_NAME = Repair("R110", Severity.ERROR, "有一行没有事项名称")
NO_FORMULA_VALUE = Repair("R111", Severity.WARNING, "公式没有保存结果，单元格按空白处理")
HIDDEN = Repair("R112", Severity.INFO, "有隐藏的行、列或文字，已一并读入")
GUESSED_TABLE = Repair("R113", Severity.WARNING, "表格没有完整的框线，已按文字位置推断行列，请与原件核对")
NO_HEADING = Repair("R114", Severity.WARNING, "表格没有表头，已沿用前一张表的栏目")
FILLED = Repair("R115", Severity.INFO, "空白的单元格按上一行同一栏理解（按类别分组、同一事项的子项）")
FOREIGN = Repair("R116", Severity.WARNING, "有一张表不是权责清单，文字已原样保留在附件的其他文字中")
NO_TABLE = Repair("R117", Severity.WARNING, "一个附件没有表格，没有读成清单，文字已原样保留")
LOOKALIKE = Repair("R118", Severity.INFO, "PDF 里有形似而编码不同的字（如“⼯”），已改为通用的字（“工”）")
UNREADABLE = Repair("R119", Severity.WARNING, "有的字 PDF 没有给出编码，读不出来，以“�”代替，请与原件核对")
RECOGNISED = Repair("R120", Severity.WARNING, "PDF 是扫描件，文字由识别软件得来，可能有错，请与原件核对")
PICTURE = Repair("R121", Severity.WARNING, "有的页只是图片，没有可读的文字")
OUTSIDE = Repair("R122", Severity.INFO, "表格之外另有文字（说明、注释等），已原样保留在附件的其他文字中")
ATTACHED = Repair(
    "R123", Severity.WARNING, "PDF 所附的数据与页面上看得见的文字不同或不可用，已按看得见的文字读取"
)
TRACKED = Repair("R124", Severity.WARNING, "Word 表格里有尚未接受的修订，按全部接受之后的文字读入")

REPAIRS: tuple[Repair, ...] = (
    RESIDUE,
    NAME_BLANKS,
    SHIFTED,
    REPEATED_HEADING,
    JOINED,
    UNPLACED,
    EXTRA_COLUMN,
    DIVIDED,
    CUT_OFF,
    NO_NAME,
    NO_FORMULA_VALUE,
    HIDDEN,
    GUESSED_TABLE,
    NO_HEADING,
    FILLED,
    FOREIGN,
    NO_TABLE,
    LOOKALIKE,
    UNREADABLE,
    RECOGNISED,
    PICTURE,
    OUTSIDE,
    ATTACHED,
    TRACKED,
)

NOTES: dict[str, Repair] = {
    "cut-off": CUT_OFF,
    "no-formula-value": NO_FORMULA_VALUE,
    "hidden": HIDDEN,
    "guessed-table": GUESSED_TABLE,
    "joined": JOINED,
    "lookalike": LOOKALIKE,
    "unreadable": UNREADABLE,
    "recognised": RECOGNISED,
    "picture": PICTURE,
    "attached": ATTACHED,
    "tracked": TRACKED,
}
"""The doubts of readers (``grid.Note.code``) and the rules that they become."""
