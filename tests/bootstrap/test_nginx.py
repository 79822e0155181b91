import ssl
from pathlib import Path

import pytest

from bootstrap import nginx
from bootstrap.clone import HERE, Clone
from bootstrap.console import Refusal
from bootstrap.nginx import CONFIGURATION, Ports, configuration, free_ports, make_certificate, program

PORTS = Ports(plain=1001, secure=1002, instances=(1003, 1004))
TEMPLATE = (HERE.root / CONFIGURATION).read_text()


@pytest.mark.parametrize(
    "line",
    [
        "listen 127.0.0.1:1001;",
        "listen 127.0.0.1:1002 ssl http2;",
        "server 127.0.0.1:1003 max_fails",
        "server 127.0.0.1:1004 max_fails",
        "server 127.0.0.1:1003 backup",
        "server 127.0.0.1:1004 backup",
        "ssl_certificate /tmp/x/fullchain.pem;",
        "proxy_temp_path /tmp/x/proxy;",
        "pid /tmp/x/nginx.pid;",
    ],
)
def test_ports_and_folders_become_those_of_this_machine(line: str) -> None:
    assert line in configuration(TEMPLATE, folder=Path("/tmp/x"), ports=PORTS)  # noqa: S108  only read


@pytest.mark.parametrize("line", ["client_header_timeout 10s;", "limit_conn address 100;", "proxy_next_upstream error"])
def test_all_else_stays(line: str) -> None:
    assert line in configuration(TEMPLATE, folder=Path("/x"), ports=PORTS)


def test_a_configuration_that_it_does_not_know_is_refused() -> None:
    with pytest.raises(Refusal, match=r"docker/nginx\.conf holds no 'server web2:8000' any more"):
        configuration(TEMPLATE.replace("web2", "web3"), folder=Path("/x"), ports=PORTS)


def test_the_certificate_is_for_this_machine_and_its_key_for_its_owner(tmp_path: Path) -> None:
    make_certificate(tmp_path)

    ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    assert (tmp_path / "privkey.pem").stat().st_mode & 0o777 == 0o600


def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    (tmp_path / ".local").mkdir()
    clone = Clone(tmp_path)

    made = nginx.proxy(TEMPLATE, clone=clone, folder=tmp_path, ports=free_ports(clone=clone), environment={})

    assert made.probe == "/proxy-health"


def test_nginx_says_what_it_does_not_take(tmp_path: Path) -> None:
    (tmp_path / ".local").mkdir()
    clone, odd = Clone(tmp_path), TEMPLATE.replace("server_tokens off;", "server_tokens perhaps;")

    with pytest.raises(Refusal, match=r"nginx refuses docker/nginx\.conf"):
        nginx.proxy(odd, clone=clone, folder=tmp_path, ports=free_ports(clone=clone), environment={})


def test_a_program_that_is_missing_is_named() -> None:
    with pytest.raises(Refusal, match="There is no sesame here: install it"):
        program("sesame")
