"""What a file is is told by its content; what cannot be used is refused, and says why and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.files import kinds, soundness, zips
from quanze.files.kinds import EVERYTHING, accepts
from quanze.files.looking import look
from quanze.files.recognising import tell
from quanze.kits.model import Media
from quanze.lists.refusal import Refusal
from tests.files import made


@pytest.fixture
def looked(tmp_path: Path):
    """Look at bytes that were handed in under a name."""

    def look_at(name: str, data: bytes, *families: str) -> str:
        path = tmp_path / "arrival"
        path.write_bytes(data)
        return look(path, name, accepts(families) if families else EVERYTHING).key

    return look_at


TAKEN = [
    ("申请书.pdf", made.PDF, "pdf"),
    ("申请书.PDF", made.PDF, "pdf"),
    ("带前导空行.pdf", b"\r\n" + made.PDF, "pdf"),
    ("只读.pdf", made.encrypted(b""), "pdf"),
    ("说到加密.pdf", made.PDF.replace(b"\n1 0", b"\n%/Encrypt\n1 0"), "pdf"),
    ("批复.ofd", made.ofd(), "ofd"),
    ("申请书.docx", made.office(), "docx"),
    ("汇总表.xlsx", made.office(made.EXCEL), "xlsx"),
    ("汇报.pptx", made.office(made.SLIDES), "pptx"),
    ("内嵌表格.docx", made.office(more={"word/embeddings/a.xlsx": made.office(made.EXCEL)}), "docx"),
    ("内嵌对象.docx", made.office(more={"word/embeddings/o.bin": made.compound("Package")}), "docx"),
    ("旧申请书.doc", made.compound("WordDocument"), "doc"),
    ("文字.wps", made.compound("WordDocument"), "doc"),
    ("旧汇总.xls", made.compound("Workbook"), "xls"),
    ("嵌着文档的.xls", made.compound("Workbook", embedded="WordDocument"), "xls"),
    ("嵌着表格的.doc", made.compound("WordDocument", embedded="Workbook"), "doc"),
    ("更旧的汇总.xls", made.compound("Book"), "xls"),
    ("表格.et", made.compound("Workbook"), "xls"),
    ("演示.dps", made.compound("PowerPoint Document"), "ppt"),
    ("厂房.jpg", made.JPEG, "jpeg"),
    ("厂房.JPEG", made.JPEG + b"maker notes", "jpeg"),
    ("印章.png", made.png(), "png"),
    ("扫描.tif", made.TIFF, "tiff"),
    ("说明.txt", "各位：\r\n\t附上说明。".encode(), "txt"),
    ("带BOM.txt", "说明".encode("utf-8-sig"), "txt"),
    ("记事本.txt", "另存为 ANSI 的说明".encode("gb18030"), "txt"),
    ("Unicode.txt", "\ufeff说明".encode("utf-16-le"), "txt"),
    ("数据.csv", "名称,金额\n甲,1\n".encode("gb18030"), "txt"),
    ("以BM开头.txt", b"BMW is a car maker", "txt"),
    ("采掘工程平面图.dwg", made.DWG, "dwg"),
    ("材料.zip", made.packed({"一/申请书.pdf": made.PDF, "二/表.xlsx": made.office(made.EXCEL)}), "zip"),
    ("带缩略图.zip", made.packed({"Thumbs.db": made.compound("Catalog"), "a.odt": made.packed({"mimetype": b"application/vnd.oasis.opendocument.text"})}), "zip"),
    ("照片.zip", made.packed({"1.jpg": made.JPEG}, zipfile.ZIP_STORED), "zip"),
    ("材料.rar", made.RAR, "rar"),
    ("材料.7z", made.SEVEN, "7z"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind"), TAKEN, ids=[row[0] for row in TAKEN])
def test_what_people_hand_in_is_known(looked, name, data, kind):
    assert looked(name, data) == kind


MACROS = made.office(made.WORD_MACROS, {"word/vbaProject.bin": made.compound("PROJECT")})
REFUSED = [
    ("空.pdf", b"", "文件是空的（0 字节）"),
    ("培训.exe", made.EXE, "可执行程序（Windows）"),
    ("营业执照.pdf", made.EXE, "可执行程序（Windows）"),
    ("营业执照.jpg", made.ELF, "可执行程序（Linux）"),
    ("说明.docx", made.MACHO, "可执行程序（macOS）"),
    ("也是程序.pdf", made.EXE + made.PDF, "可执行程序（Windows）"),
    ("也是脚本.pdf", b"#!/bin/sh\n" + made.PDF, "脚本程序"),
    ("脚本.txt", b"#!/bin/sh\nrm -rf /\n", "脚本程序"),
    ("带BOM的脚本.txt", b"\xef\xbb\xbf@ECHO OFF\r\ndel *\r\n", "脚本程序"),
    ("网站.txt", b"  <?php system($_GET['c']);", "脚本程序"),
    ("run.bat", b"dir c:\\\r\n", "程序或脚本的文件名"),
    ("快捷方式.txt", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "快捷方式"),
    ("应用.zip", made.packed({"META-INF/MANIFEST.MF": b"Main-Class: X", "X.class": b"\xca\xfe\xba\xbe"}), "Java 或安卓"),
    ("网页.txt", b"\n<!DOCTYPE html><script>alert(1)</script>", "网页或 XML"),
    ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "网页或 XML"),
    ("导出.xls", b"<html><table></table></html>", "另存为 .docx"),
    ("旧文档.doc", b"{\\rtf1\\ansi}", "RTF 文档"),
    ("照片.jpg", bytes(4) + b"ftypheic" + bytes(40), "HEIC 照片"),
    ("视频.mp4", bytes(4) + b"ftypisom" + bytes(40), "视频或音频"),
    ("动图.gif", b"GIF89a" + bytes(40), "GIF 图片"),
    ("文档.odt", made.packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    ("乱码.pdf", bytes(range(256)) * 4, "认不出是什么格式"),
    ("乱码.txt", b"\xff\xff\xff abc", "认不出是什么格式"),
    ("带控制符.txt", "正常开头".encode() * 2000 + b"\x00\x01", "认不出是什么格式"),
    ("申请书.docx", made.PDF, "文件名以“.docx”结尾，内容却是 PDF 文件"),
    ("申请书.doc", made.office(), "把扩展名改为“.docx”"),
    ("照片.png", made.JPEG, "内容却是 JPEG 图片"),
    ("申请书", made.PDF, "没有扩展名"),
    (".pdf", made.PDF, "没有扩展名"),
    ("断.pdf", made.PDF[:60], "文件不完整"),
    ("断.jpg", made.JPEG[:-2], "文件不完整"),
    ("断在头里.jpg", made.JPEG[:12], "文件不完整"),
    ("填充.jpg", b"\xff" * 100_000, "认不出"),
    ("填充头.jpg", b"\xff\xd8\xff\xe0\x00\x02" + b"\xff" * 100_000, "文件不完整"),
    ("断.png", made.png()[:-12], "文件不完整"),
    ("断.tif", made.TIFF[:12], "文件不完整"),
    ("断.docx", made.office()[:-30], "文件损坏或不完整"),
    ("断.doc", made.compound("WordDocument")[:700], "文件损坏或不完整"),
    ("坏数据.zip", made.packed({"a.txt": b"right"}, zipfile.ZIP_STORED).replace(b"right", b"wrong", 1), "文件损坏"),
    ("加密.pdf", made.encrypted(b"123456"), "加了密码"),
    ("别家加密.pdf", made.encrypted(b"").replace(b"/Standard", b"/Foreign."), "加了密码"),
    ("加密.docx", made.compound("EncryptedPackage", "EncryptionInfo"), "加了密码"),
    ("加密.doc", made.compound("WordDocument", stream=bytes(11) + b"\x01"), "加了密码"),
    ("加密.xls", made.compound("Workbook", stream=b"\x09\x08\x02\x00\x00\x06\x2f\x00\x36\x00"), "加了密码"),
    ("加密.ppt", made.compound("PowerPoint Document", "EncryptedSummary"), "加了密码"),
    ("加密.zip", made.locked(made.packed({"a.txt": b"a"})), "加了密码"),
    ("宏.docx", MACROS, "文件里有宏"),
    ("宏.docm", MACROS, "文件里有宏"),
    ("藏着宏.docx", made.office(more={"word/VBAProject.bin": made.compound("PROJECT")}), "文件里有宏"),
    ("旧宏.xls", made.compound("Workbook", storages=("_VBA_PROJECT_CUR",)), "文件里有宏"),
    ("模板.docx", made.office("vnd.openxmlformats-officedocument.wordprocessingml.template.main"), "模板"),
    ("包着程序.zip", made.packed({"资料/x.pdf": made.EXE}), "其中的“资料/x.pdf”：这是可执行程序"),
    ("包着脚本.zip", made.packed({"一键安装.bat": b"dir"}), "其中的“一键安装.bat”：这是程序或脚本"),
    ("包着宏.zip", made.packed({"表.docx": MACROS}), "其中的“表.docx”：文件里有宏"),
    ("包着应用.zip", made.packed({"应用": made.packed({"AndroidManifest.xml": b"x"})}), "其中的“应用”：这是可执行程序（Java"),
    ("套着.zip", made.packed({"内.zip": made.packed({"a.txt": b"a"})}), "压缩包里还有压缩包"),
    ("套着.zip", made.packed({"内.dat": made.SEVEN}), "压缩包里还有压缩包"),
    ("炸弹.docx", made.bomb(80), "压缩炸弹"),
    ("说小了的炸弹.docx", made.lying(made.bomb(80), 1000), "压缩炸弹"),
    ("藏着炸弹.zip", made.packed({"表.docx": made.office(more={"x.docx": made.bomb(80)})}), "压缩炸弹"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "says"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_used_is_refused_with_what_to_do(looked, name, data, says):
    with pytest.raises(Refusal) as refusal:
        looked(name, data)
    assert says in str(refusal.value)
    assert "请" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_material_takes_only_what_its_kit_names(looked):
    assert looked("照片.jpg", made.JPEG, "图片", "PDF") == "jpeg"
    with pytest.raises(Refusal, match=r"这是 Word 文档（.docx），这里只收 PDF、图片；"):
        looked("申请书.docx", made.office(), "图片", "PDF")
    with pytest.raises(Refusal, match=r"只收 .docx、压缩包"):
        looked("申请书.pdf", made.PDF, "docx", "压缩包")


def test_a_kit_names_kinds_in_its_own_words():
    assert accepts(Media) == accepts([each.value for each in Media])
    assert {kind.family for kind in accepts(Media).kinds} == {
        "PDF",
        "OFD",
        "Word",
        "Excel",
        "图片",
        "图纸",
        "压缩包",
    }
    assert accepts(["jpg", "图片"]).words == "图片"
    assert accepts([Media.JPG]).extensions == (".jpg", ".jpeg")
    assert accepts() == EVERYTHING


def test_a_kit_that_names_an_unknown_kind_is_told_which_there_are():
    with pytest.raises(ValueError, match=r"不认识的文件种类：图象；可用的有：PDF、OFD、Word"):
        accepts(["PDF", "图象"])


def test_a_million_parts_are_refused_before_they_are_listed(looked, monkeypatch):
    monkeypatch.setattr(zips, "MOST_DIRECTORY", 4096)
    with pytest.raises(Refusal, match="超过 10000 个"):
        looked("很多.zip", made.packed({f"{n:05}.txt": b"" for n in range(100)}))


def test_parts_are_counted_through_all_levels(looked):
    inner = made.office(more={f"{n}.xml": b"" for n in range(zips.MOST_PARTS - 2)})
    assert looked("表.docx", inner) == "docx"
    with pytest.raises(Refusal, match="超过 10000 个"):
        looked("外.zip", made.packed({"表.docx": inner}, zipfile.ZIP_STORED))


def test_documents_within_documents_end_somewhere(looked):
    data = made.office()
    for _ in range(soundness.DEEPEST):
        data = made.office(more={"word/embeddings/a.docx": data})
    with pytest.raises(Refusal, match="一层套一层"):
        looked("套.docx", data)


def test_names_in_an_archive_are_told_as_their_maker_saw_them(looked):
    data = made.packed({"xx.bat": b"dir"}).replace(b"xx.bat", "装.bat".encode("gb18030"))
    with pytest.raises(Refusal, match=r"其中的“装.bat”"):
        looked("包.zip", data)


@given(st.binary(max_size=600))
def test_any_bytes_are_told_or_refused(data: bytes):
    for head in (
        b"",
        b"%PDF-",
        b"\xff\xd8\xff",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"MM\x00*",
    ):
        file = io.BytesIO(head + data)
        try:
            kind = tell(file)
            soundness.examine(file, kind)
        except Refusal:
            continue
        assert kind in kinds.KINDS


@given(st.data())
def test_a_damaged_container_is_told_or_refused(data):
    whole = bytearray(data.draw(st.sampled_from([made.office(), made.compound("Workbook"), made.ofd()])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    file = io.BytesIO(bytes(whole))
    try:
        soundness.examine(file, tell(file))
    except Refusal:
        pass


def test_the_table_of_kinds_is_consistent():
    every = [extension for kind in kinds.KINDS for extension in kind.extensions]
    assert len(every) == len(set(every))
    assert not kinds.PROGRAM_EXTENSIONS.intersection(every)
    assert {signature.key for signature in kinds.SIGNATURES} <= kinds.BY_KEY.keys()
    assert {kind.key for kind in kinds.KINDS if kind.inline} == {"pdf", "jpeg", "png"}
    assert {kind for _, _, kind in TAKEN} == kinds.BY_KEY.keys()
