"""nginx on this machine, with the very configuration that the containers use (docker/nginx.conf)."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap import server
from bootstrap.clone import Clone
from bootstrap.console import Pulse, Refusal, follow
from bootstrap.service import Service

CONFIGURATION = Path("docker/nginx.conf")
# Where Debian puts it, which is not on everybody's $PATH.
FOLDERS = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
CERTIFICATE = (
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where it listens, and the instances it hands requests to."""

    plain: int
    secure: int
    instances: Sequence[int]


def program(name: str) -> str:
    """Raises Refusal."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", os.defpath), FOLDERS]))
    if found is None:
        raise Refusal(f"There is no {name} here: install it (Debian: apt install {name}).")
    return found


def configuration(template: str, *, folder: Path, ports: Ports) -> str:
    """The containers' configuration with this machine's ports and folders. Raises Refusal where it has changed."""
    first, second = ports.instances
    here = {
        "listen 8080;": f"listen 127.0.0.1:{ports.plain};",
        "listen 8443 ": f"listen 127.0.0.1:{ports.secure} ",
        "server web1:8000 ": f"server 127.0.0.1:{first} ",
        "server web2:8000 ": f"server 127.0.0.1:{second} ",
        "/dev/stderr": "stderr",
        # Before those that put a folder in their place that may lie in /tmp as well.
        " /tmp/": f" {folder}/",
        " /var/cache/nginx/": f" {folder}/",
        " /tls/": f" {folder}/",
    }
    for there, word in here.items():
        if there not in template:
            raise Refusal(f"{CONFIGURATION} holds no {there.strip()!r} any more: tell bootstrap/nginx.py what does.")
        template = template.replace(there, word)
    return template


def proxy(template: str, *, clone: Clone, folder: Path, ports: Ports, environment: Mapping[str, str]) -> Service:
    """Ready to be started, with a certificate of its own. Raises Refusal where nginx does not like it."""
    written = folder / "nginx.conf"
    written.write_text(configuration(template, folder=folder, ports=ports))
    make_certificate(folder)
    argv: list[str | Path] = [program("nginx"), "-p", folder, "-e", "stderr", "-c", written]
    code, lines = follow([*argv, "-t"], pulse=Pulse("nginx -t"), cwd=folder, env=environment)
    if code:
        raise Refusal(f"nginx refuses {CONFIGURATION}:\n" + "\n".join(lines))
    return Service(
        name="nginx",
        port=ports.plain,
        argv=[*argv, "-g", "daemon off;"],
        environment=environment,
        clone=clone,
        log=folder / "nginx.log",
        probe="/proxy-health",
    )


def make_certificate(folder: Path) -> None:
    """For localhost, signed by itself; its key never leaves the folder. Raises Refusal."""
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    argv: list[str | Path] = [program("openssl"), *CERTIFICATE, "-keyout", key, "-out", chain]
    code, lines = follow(argv, pulse=Pulse("openssl"), cwd=folder, env=dict(os.environ))
    if code:
        raise Refusal("openssl makes no certificate:\n" + "\n".join(lines))
    key.chmod(0o600)


def free_ports(*, clone: Clone) -> Ports:
    """Four that nobody uses at this moment."""
    listeners = [server.listen(server.Address(server.DEFAULT_HOST, 0), clone=clone) for _ in range(4)]
    plain, secure, *instances = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return Ports(plain=plain, secure=secure, instances=instances)
