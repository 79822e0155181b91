"""`dev.py stack`: the site as production runs it, on one machine and without containers.

PostgreSQL with checksums and all its promises kept, the migrations once, two instances of the application, and nginx
with TLS in front: the topology of docker-compose.yml. Secrets are made for the run, and nothing outlives it but, with
`dev.py stack`, the database. tests/faults break it.
"""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bootstrap import embedded, nginx, postgres, programs, venv
from bootstrap.account import Account, server_account
from bootstrap.clone import Clone
from bootstrap.console import Pulse, Refusal, follow, say
from bootstrap.postgres import Cluster
from bootstrap.service import Service

DATABASE = "eventsapi"
INSTANCES = ("web1", "web2")
# docker-compose.yml gives the same to the database.
SERVER_SETTINGS = ("max_connections=100", "shared_buffers=128MB")
NOWHERE = Path("/nonexistent")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What can be chosen. The defaults are production; tests take protections away."""

    server_settings: tuple[str, ...] = SERVER_SETTINGS
    application: str = "eventsapi.wsgi"
    environment: Mapping[str, str] = field(default_factory=dict)
    workers: int = 2
    threads: int = 4
    configure: Callable[[str], str] = str


@dataclass(frozen=True)
class Server(Cluster):
    """A cluster that keeps its promises, and is told some settings."""

    settings: tuple[str, ...] = ()

    def options(self) -> str:
        return " ".join([super().options(), *(f"-c {setting}" for setting in self.settings)])


@dataclass
class Stack:
    """What runs, and how to reach it."""

    clone: Clone
    python: Path
    folder: Path
    server: Server
    ports: nginx.Ports
    plan: Plan
    environment: Mapping[str, str]
    instances: list[Service] = field(default_factory=list)
    proxy: Service | None = None

    @property
    def url(self) -> str:
        return f"https://localhost:{self.ports.secure}"

    def manage(self, *arguments: str, environment: Mapping[str, str] | None = None) -> list[str]:
        """Runs one of Django's commands to its end; its lines. Raises Refusal where it fails."""
        argv: list[str | Path] = [self.python, "manage.py", *arguments]
        given = {**self.environment, **(environment or {})}
        code, lines = follow(argv, pulse=Pulse(arguments[0]), cwd=self.clone.root, env=given)
        if code:
            raise Refusal(f"manage.py {arguments[0]} failed:\n" + "\n".join(lines[-8:]))
        return lines

    def prepare(self) -> None:
        """What the containers' one-shot job does, and what their image was built with."""
        say("Migrating …")
        self.manage("migrate", "--no-input", "--verbosity=0")
        self.manage("collectstatic", "--no-input", "--verbosity=0")

    def instance(self, name: str, port: int) -> Service:
        own = {
            "BIND": f"127.0.0.1:{port}",
            "WEB_CONCURRENCY": str(self.plan.workers),
            "WEB_THREADS": str(self.plan.threads),
        }
        return Service(
            name=name,
            port=port,
            argv=[self.python, "-m", "gunicorn", self.plan.application],
            environment={**self.environment, **own, **self.plan.environment},
            clone=self.clone,
            log=self.folder / f"{name}.log",
        )

    def serve(self) -> None:
        """Both instances, then nginx, each until it answers. Raises Refusal."""
        template = self.plan.configure((self.clone.root / nginx.CONFIGURATION).read_text())
        self.proxy = nginx.proxy(
            template, clone=self.clone, folder=self.folder, ports=self.ports, environment=venv.environment()
        )
        say("Starting two instances of the application, and nginx …")
        self.instances = [self.instance(*pair) for pair in zip(INSTANCES, self.ports.instances, strict=True)]
        for service in (*self.instances, self.proxy):
            service.start()
        for service in (*self.instances, self.proxy):
            service.wait()

    def stop(self) -> None:
        for service in (self.proxy, *self.instances):
            if service:
                service.stop()


@contextmanager
def running(
    clone: Clone,
    *,
    python: Path,
    plan: Plan,
    prepare: Callable[[Stack], None],
    home: Path | None = None,
) -> Iterator[Stack]:
    """The whole of it inside this block. Without `home` the database is gone with it. Raises Refusal."""
    account = server_account()
    with ExitStack() as stack:
        folder = stack.enter_context(temporary(account))
        server = server_in(home or folder, clone=clone, account=account, plan=plan, name=folder.name)
        stack.callback(embedded.remove_if_empty, server.sockets)
        stack.callback(postgres.stop, server.data)
        server.start(database=DATABASE)
        made = Stack(
            clone=clone,
            python=python,
            folder=folder,
            server=server,
            ports=nginx.free_ports(clone=clone),
            plan=plan,
            environment=environment(server, folder=folder),
        )
        prepare(made)
        stack.callback(made.stop)
        made.serve()
        yield made


@contextmanager
def temporary(account: Account) -> Iterator[Path]:
    """A folder that nginx's workers and PostgreSQL can pass through."""
    folder = Path(tempfile.mkdtemp(prefix="stack-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_in(home: Path, *, clone: Clone, account: Account, plan: Plan, name: str) -> Server:
    """The system's PostgreSQL where there is one: what production runs is packaged by somebody who mends it."""
    try:
        found = programs.find(venv=NOWHERE)
    except Refusal:
        found = programs.find(venv=clone.local / "venv")
    data = home / f"postgres-{programs.major_version(found)}-stack"
    return Server(
        programs=programs.usable_by(account, folder=found, copies=home),
        data=data,
        sockets=embedded.socket_folder(f"{clone.name}-{name}"),
        account=account,
        settings=plan.server_settings,
    )


def environment(server: Server, *, folder: Path) -> dict[str, str]:
    """Production's settings. The secret lives as long as the run, and in memory only."""
    kept = venv.environment()
    return {
        **{name: kept[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in kept},
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": server.url(DATABASE),
        "DATABASE_POOL": "8",
        "TRUSTED_PROXIES": "1",
        "STATIC_ROOT": str(folder / "static"),
    }


def serve(clone: Clone, *, python: Path) -> None:
    """Until Ctrl-C or SIGTERM. Raises Refusal."""
    home = embedded.home_of(clone, account=server_account())
    with running(clone, python=python, plan=Plan(), home=home, prepare=load) as stack:
        greet(stack)
        for service in stack.instances:
            if service.process:
                service.process.wait()
        raise Refusal(f"The application ended by itself; see {stack.folder}.")


def load(stack: Stack) -> None:
    stack.prepare()
    say("Loading the dataset, where it is not loaded yet …")
    say("  " + stack.manage("load_dataset")[-1])


def greet(stack: Stack) -> None:
    say(f"\n  API    {stack.url}/api/v1/   (the certificate is signed by itself)")
    say(f"  Admin  {stack.url}/admin/")
    for service in stack.instances:
        say(f"  {service.name}   process {service.process.pid if service.process else '-'}, port {service.port}")
    say(f"  Logs   {stack.folder}/*.log\n\nCtrl-C stops it all.")
