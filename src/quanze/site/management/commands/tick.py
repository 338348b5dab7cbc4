"""``quanze manage tick``: do what time has made due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quanze.adjustments.services import make_files
from quanze.audit.services import keep_record
from quanze.cases.services import tick
from quanze.dashboard.services import count
from quanze.escalation.services import escalate
from quanze.files.services import sweep
from quanze.letters.services import render_due
from quanze.library.models import Job
from quanze.library.services import run_due
from quanze.people import mail
from quanze.people.forgetting import forget_log_ins
from quanze.people.models import Agency
from quanze.registry.models import PublishedFile
from quanze.registry.services import follow_calendar
from quanze.selection.models import Package
from quanze.selection.services import make_packages

LETTERS = 5
"""So many letters are made before the next look at what was published."""


class Command(BaseCommand):
    help = (
        "办理到期的事：清单到期生效、法规期限预告、影响任务，生成公布文件、文书和报送材料包，办件的期限、红黄牌上报、提醒和邮件，统计，"
        "清理没有用上的上传文件，核验、锚定审计记录，清除留存期满的来源信息。"
        "可以反复运行，也可以几处同时运行；每天至少运行一次。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        follow_calendar()
        due = run_due(progress=self._tell)
        made, rendered = self._make()
        packages = make_packages(progress=self._tell_package)
        raised = escalate()  # before the mails are sent
        cases = tick()
        counted = count()  # after what time brought
        swept = sweep(timezone.now())
        forget_log_ins()
        names = dict(Agency.objects.values_list("code", "name"))
        kept = keep_record(names, mail.send if mail.enabled() else None)
        self.stdout.write(
            f"期限预告 {due.notices} 条，期满 {due.ended} 件，影响任务 {due.jobs} 批，重读引用 {due.read} 项，"
            f"公布文件 {made} 个，生成文书 {rendered} 份，报送材料包 {packages} 个，红黄牌上报 {raised} 次，{cases}，"
            f"统计有变动的办件 {counted} 件，"
            f"清理未用上传 {swept.deposits} 个，{kept}"
        )

    def _make(self) -> tuple[int, int]:
        """The documents of editions and the letters that are due. Somebody waits for a list just published: it comes
        before what is left of many letters."""
        made, rendered = make_files(progress=self._tell_file), 0
        while several := render_due(LETTERS):
            rendered += several
            made += make_files(progress=self._tell_file)
        return made, rendered

    def _tell_file(self, file: PublishedFile) -> None:
        self.stderr.write(f"{file.edition} {file}")

    def _tell_package(self, package: Package) -> None:
        self.stderr.write(f"报送材料包：{package}")

    def _tell(self, job: Job) -> None:
        self.stderr.write(f"{job.statement.instrument}：{job.done}/{job.total} 项")
