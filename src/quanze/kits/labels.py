"""What people call the parts of a kit."""

from __future__ import annotations

from quanze.kits.model import Applicant, FieldKind, Media, Origin, Purpose, Reporter

ORIGINS = {
    Origin.LIST: "权责清单",
    Origin.RULE: "法规文件",
    Origin.NOTICE: "申报通知",
    Origin.HOUSE: "本局设定",
    Origin.ASSUMED: "假定，待核实",
}

APPLICANTS = {
    Applicant.ENTERPRISE: "企业",
    Applicant.INSTITUTION: "事业单位",
    Applicant.PARK: "园区管理机构",
    Applicant.GOVERNMENT: "政府及其部门",
    Applicant.SOCIAL: "社会组织",
    Applicant.OTHER: "其他",
}

KINDS = {
    FieldKind.TEXT: "文字",
    FieldKind.LONG_TEXT: "长文字",
    FieldKind.NUMBER: "数字",
    FieldKind.MONEY: "金额（万元）",
    FieldKind.DATE: "日期",
    FieldKind.CHOICE: "单选",
    FieldKind.CHOICES: "多选",
    FieldKind.YES_NO: "是或否",
    FieldKind.CREDIT_CODE: "统一社会信用代码",
    FieldKind.PHONE: "电话",
    FieldKind.EMAIL: "电子邮箱",
    FieldKind.ADDRESS: "地址",
    FieldKind.TABLE: "表格",
    FieldKind.DECLARATION: "声明",
}

MEDIA = {
    Media.PDF: "PDF",
    Media.OFD: "OFD",
    Media.DOCX: "Word（docx）",
    Media.DOC: "Word（doc）",
    Media.WPS: "WPS",
    Media.XLSX: "Excel（xlsx）",
    Media.XLS: "Excel（xls）",
    Media.JPG: "JPG 图片",
    Media.PNG: "PNG 图片",
    Media.DWG: "CAD 图纸",
    Media.ZIP: "ZIP 压缩包",
}

PURPOSES = {
    Purpose.CORRECTION: "补正材料",
    Purpose.PUBLICITY: "公示",
    Purpose.RECTIFICATION: "整改",
}

REPORTERS = {
    Reporter.APPLICANT: "由申报单位报送",
    Reporter.OFFICER: "由本局登记",
}

SUB_KIND = "申报类别"
"""What sub-kinds are called where a kit says nothing else."""
