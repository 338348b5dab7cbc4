"""The verbs of the record in the words of its reader, by what they are about. A table: a verb that it lacks is shown as
it is, and cannot be chosen."""

from __future__ import annotations

from quanze.adjustments.models import Act
from quanze.bars.models import BarEvent
from quanze.complaints.models import Entry
from quanze.rounds.models import Terms
from quanze.selection.models import Entry as Said

GROUPS: dict[str, dict[str, str]] = {
    "登录": {
        "login": "登录",
        "login.failed": "登录失败",
        "login.locked": "登录被锁定",
        "logout": "退出",
    },
    "账号和权限": {
        "person.open": "开立账号",
        "person.sign_up": "注册账号",
        "person.rename": "改姓名",
        "person.email": "改电子邮件",
        "person.password": "改口令",
        "role.grant": "授予角色",
        "role.revoke": "收回角色",
        "agency.open": "登记机关",
    },
    "申请人": {
        "party.read": "窗口查看申请人",
        "party.register": "登记申请人",
        "party.enter": "窗口登记申请人",
        "party.revise": "改申请人信息",
        "party.ask": "申请加入",
        "party.admit": "同意加入",
        "party.decline": "不同意加入",
        "party.withdraw": "撤回加入申请",
        "party.leave": "退出",
        "party.end": "终止代表",
        "party.hand_over": "移交管理人",
        "party.mandate": "续期授权",
        "party.verify": "核验身份",
    },
    "读取和导出": {
        "case.read": "查看办件",
        "letter.read": "查看文书",
        "file.read": "查看他人的文件",
        "complaint.read": "查看投诉",
        "audit.read": "查看审计记录",
        "export": "导出",
        "audit.export": "导出审计记录",
        "case.archive": "导出归档包",
    },
    "办件": {
        "case.submit": "提交申请",
        "case.act": "办理",
        "case.object": "提出异议",
        "case.claim": "领办",
        "case.assign": "指派",
        "case.note": "写备注",
        "case.place": "改批次",
        "case.results": "登记上级结果",
        "case.redate": "重算期限",
        "case.adjust": "随清单衔接",
        "aftercare.file": "报送后续材料",
        "aftercare.accept": "接收后续材料",
        "aftercare.return": "退回后续材料",
        "aftercare.remind": "提醒报送",
    },
    "文书和文件": {
        "letter.issue": "出具文书",
        "letter.seal": "登记盖章",
        "letter.sign": "电子签名",
        "letter.deliver": "登记送达",
        "letter.void": "作废文书",
        "letter.template": "改文书模板",
        "letter.numbering": "改文书编号",
        "file.hand_in": "上传文件",
        "file.remove": "删去未用的文件",
        "file.sweep": "清理未用的文件",
    },
    "批次和推荐": {
        "round.open": "设立批次",
        "round.terms": "改批次条件",
        **{f"round.{act.value}": f"批次：{act.label}" for act in Terms.Act if act is not Terms.Act.SET},
        **{f"ranking.{kind.value}": f"排序：{kind.label}" for kind in Said.Kind},
        "ranking.recommend": "推荐上报",
        "ranking.package.ask": "要求生成材料包",
        "ranking.package": "生成材料包",
        "ranking.package.send": "登记材料包报送",
        "bar.record": "登记限制申报",
        **{f"bar.{kind.value}": f"限制申报：{kind.label}" for kind in BarEvent.Kind},
    },
    "清单": {
        "upload.receive": "上传清单文件",
        "upload.discard": "搁置清单文件",
        "list.import": "导入清单",
        "list.take_effect": "清单生效",
        **{f"adjustment.{verb.value}": f"清单调整：{verb.label}" for verb in Act.Verb},
        "adjustment.configure": "改审批环节和期限",
        "adjustment.responsible": "指定办理机关",
        "adjustment.redate": "重算调整期限",
        "procedure.correct": "更正办理规程",
        "procedure.withdraw": "撤销更正",
        "procedure.confirm": "确认办理规程",
        "kit.set": "改事项配置",
        "calendar.import": "导入放假安排",
    },
    "法规": {
        "laws.import": "导入法规",
        "instrument.enter": "录入法规文件",
        "instrument.identify": "合并同一文件",
        "validity.state": "登记效力",
        "validity.confirm": "确认效力",
        "validity.reject": "否定效力记载",
        "validity.withdraw": "撤回效力登记",
        "impact.task.open": "开出影响任务",
        "impact.task.close": "办结影响任务",
    },
    "投诉": {
        "complaint.file": "收到投诉",
        **{f"complaint.{kind.value}": f"投诉：{kind.label}" for kind in Entry.Kind if kind != "filed"},
        "complaint.configure": "改投诉期限",
    },
    "监督": {
        "card.escalate": "红黄牌上报",
        "card.configure": "改红黄牌上报办法",
        "rating.give": "评价",
        "rating.add": "追加评价",
        "rating.answer": "答复差评",
        "rating.read": "查看评价",
        "rating.configure": "改差评答复期限",
    },
    "审计": {
        "audit.anchor": "锚定",
        "audit.anchor.send": "发出锚定文件",
        "audit.key": "生成锚定密钥",
        "audit.check": "要求核验",
        "audit.forget": "清除到期的来源信息",
        "simulation.day": "模拟一日",
    },
}

LABELS = {verb: label for group in GROUPS.values() for verb, label in group.items()}


def label(verb: str) -> str:
    """A verb in words."""
    return LABELS.get(verb, verb)
