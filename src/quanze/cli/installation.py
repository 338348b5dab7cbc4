"""``quanze init``, ``serve`` and ``manage``: make an installation, run it, reach Django's own commands."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from quanze.cli.refusing import CliError, speaking_of

if TYPE_CHECKING:
    from quanze.people.models import Agency

SAMPLE_AGENCY = "wolong-gxj"
SAMPLE_LIST = "wolong-gxj-2025.docx"
SAMPLE_KITS = "kits"

Subparsers = argparse._SubParsersAction


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the commands."""
    init = subparsers.add_parser(
        "init",
        help="建立一套系统：数据文件夹、数据库、示例清单",
        description="建立一套系统：数据文件夹、密钥、数据库、静态文件，并导入示例清单。\n"
        "可以重复运行：已有的不动，升级后用来更新数据库。",
    )
    what = init.add_mutually_exclusive_group()
    what.add_argument("--demo", action="store_true", help="另建各角色的演示账号，页面上标明“演示”")
    what.add_argument("--empty", action="store_true", help="不导入示例清单")
    init.set_defaults(run=run_init)

    serve = subparsers.add_parser(
        "serve",
        help="启动网站",
        description="启动网站，按 Ctrl+C 停止。先运行 quanze init。",
    )
    serve.add_argument("--host", default="127.0.0.1", help="监听的地址（默认 127.0.0.1，只有本机能访问）")
    serve.add_argument("--port", type=_port, default=8000, help="监听的端口（默认 8000）")
    serve.add_argument("--workers", type=_count, default=2, help="工作进程数（默认 2）")
    serve.add_argument("--threads", type=_count, default=4, help="每个工作进程的线程数（默认 4）")
    serve.set_defaults(run=run_serve)

    manage = subparsers.add_parser(
        "manage",
        help="运行 Django 的管理命令",
        description="运行 Django 的管理命令，例如 quanze manage person --help。",
    )
    manage.add_argument("arguments", metavar="…", nargs=argparse.REMAINDER, help="命令及其参数")
    manage.prefix_chars = "\0"  # so that what begins with a hyphen is Django's too
    manage.set_defaults(run=run_manage)


def run_init(options: argparse.Namespace) -> int:
    """Makes what is missing. Returns 0."""
    data = _data()
    os.umask(0o077)
    with speaking_of(str(data)):
        _make_folder(data)
    _start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from quanze.audit.services import make_key
    from quanze.library.services import read_all

    with speaking_of(str(data)):
        make_key()
    read_all()  # an installation older than the law library has lists whose citations nobody has read
    print(f"数据文件夹：{data}")
    if not options.empty:
        print(_import_sample(demo=options.demo))
    if options.demo:
        from quanze.cli import demo

        demo.keep_logins(data, demo.make_people())
        if demo.make_certificate(SAMPLE_AGENCY):
            print("已生成测试证书：演示文书的签名没有法律效力")
        if demo.set_letter_code(SAMPLE_AGENCY):
            print(f"文书的机关代字“{demo.LETTER_CODE}”和新产品评价的承诺时限是假定的，可由清单管理员改")
        if confirmed := demo.confirm_procedures(SAMPLE_AGENCY):
            print(f"已由演示清单管理员确认{confirmed}项办理规程，最后一项另有更正待确认")
        if opened := demo.make_rounds(SAMPLE_AGENCY):
            print(f"已设立演示申报批次{opened}个，都标有“演示”")
        if cases := demo.make_cases(SAMPLE_AGENCY, _progress):
            print(f"已按清单办理演示办件{cases}件，都标有“演示”")
        if ranked := demo.make_rankings(SAMPLE_AGENCY):
            print(f"已排序演示批次{ranked}个，上一轮的批次已上报")
        if complaints := demo.make_complaints(SAMPLE_AGENCY):
            print(f"已登记演示投诉和插手干预记录{complaints}件，都标有“演示”")
        print(demo.table(demo.logins(data)))
    print("启动网站：quanze serve")
    return 0


def open_installation() -> None:
    """Let a command use the installation in the data folder. Raises :class:`CliError` where there is none, or an old
    one."""
    data = _data()
    if not (data / "secret_key").exists() and not os.environ.get("DATABASE_URL"):
        raise CliError(f"{data} 里还没有系统，请先运行 quanze init")
    _start_django()
    _refuse_old_database()


def run_serve(options: argparse.Namespace) -> int:
    """Serves until interrupted. Returns 0."""
    data = _data()
    if not (data / "secret_key").exists():
        raise CliError(f"{data} 里还没有系统，请先运行 quanze init")
    os.umask(0o077)
    shown = f"[{options.host}]" if ":" in options.host else options.host
    if not os.environ.get("QUANZE_HOSTS"):  # nobody stands in front: it is reached as it listens
        os.environ["QUANZE_HOSTS"] = ",".join({"localhost", "127.0.0.1", "[::1]", options.host})
        os.environ.setdefault("QUANZE_ADDRESS", f"http://{shown}:{options.port}")
    _start_django()
    _refuse_old_database()
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from quanze.cli import demo
    from quanze.cli.ticking import ticking

    print(f"网站地址：http://{shown}:{options.port}/  （按 Ctrl+C 停止）")
    if logins := demo.logins(data):
        print(demo.table(logins))
    if options.host in ("0.0.0.0", "::"):  # noqa: S104  asked for by the operator, who is told what else it takes
        print("提示：请用环境变量 QUANZE_HOSTS 写明网站的域名，否则只有本机名能访问。")
    sys.stdout.flush()
    server = Server(
        "quanze.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    with ticking():
        server.serve()
    return 0


def run_manage(options: argparse.Namespace) -> int:
    """Hands over to Django. Returns 0, or exits as Django does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanze.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["quanze manage", *options.arguments])
    return 0


def _data() -> Path:
    return Path(os.environ.get("QUANZE_DATA", "var")).absolute()


def _make_folder(data: Path) -> None:
    """The data folder and the key in it, for nobody but the account that runs the site."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / "files").mkdir(exist_ok=True, mode=0o700)
    key = data / "secret_key"
    if not key.exists():
        handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanze.site.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    try:
        django.setup()
        connection.ensure_connection()
    except ImproperlyConfigured as error:
        raise CliError(f"设置有误：{error}") from error
    except DatabaseError as error:
        raise CliError(f"连不上数据库：{error}") from error


def _refuse_old_database() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CliError("数据库还没有建好或需要升级，请先运行 quanze init")


def _import_sample(demo: bool) -> str:
    from quanze.files import store
    from quanze.lists import readers
    from quanze.people import models as people
    from quanze.people.services import open_agency
    from quanze.registry import queries, services

    with as_file(files("quanze.registry") / "sample" / SAMPLE_LIST) as path:
        document = readers.read(path, SAMPLE_LIST)
        if people.Agency.objects.filter(demo=False).exclude(code=SAMPLE_AGENCY).exists():
            return "已有其他机关，不导入示例清单"
        agency: Agency = open_agency(SAMPLE_AGENCY, document.agency or SAMPLE_AGENCY, demo=demo)
        edition = queries.edition_on(agency)
        if edition is not None:
            return f"清单已有：{edition}{_load_kits(agency)}"
        with path.open("rb") as file:
            store.keep(iter(lambda: file.read(1 << 20), b""), limit=1 << 30)
    # The demo shows what an adjustment changes: first the state before the list's own, rebuilt from its old texts.
    if demo:
        from quanze.cli.demo.ready import since

        services.import_with_past(agency, document, by=None, effective_from=since(), assumed=True)
    else:
        services.import_document(agency, document, by=None)
    editions = "、".join(str(edition) for edition in reversed(queries.history(agency)))
    return f"已导入示例清单：{editions}{_load_kits(agency)}"


def _progress(told: str) -> None:
    """One line that is written over, for whoever watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{told}", end="", file=sys.stderr, flush=True)


def _load_kits(agency: Agency) -> str:
    """Give the matters of the sample list that have no kit the sample's; says how many, or nothing."""
    from quanze.kits import read
    from quanze.rulebook.services import load_kits

    folder = files("quanze.registry") / "sample" / SAMPLE_KITS
    paths = sorted(
        (path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name
    )
    rows = load_kits(agency, [read(path.read_bytes()) for path in paths], source="示例")
    return f"；已装入{len(rows)}份事项配置" if rows else ""


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError("端口是 1 到 65535 的整数")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 0 < number <= 256:
        raise argparse.ArgumentTypeError("应是 1 到 256 的整数")
    return number
