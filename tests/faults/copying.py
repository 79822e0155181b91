"""A copy of the database is made under load, and restored elsewhere; a copy that is not whole is refused."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

import orjson

from bootstrap import embedded, nginx, postgres
from bootstrap.stack import DATABASE, Server
from tests.faults.clients import Client, reading
from tests.faults.editors import losses, saving
from tests.faults.scribes import scribes
from tests.faults.sites import Site
from tests.faults.verdicts import Verdict

RESOURCES = ("sources", "articles", "actors", "events", "claims")
DAMAGED = "damaged"
PUBLISH_ONCE = (
    "from incidents.models import Source; from incidents.publication.publishing import publish; "
    "source = Source.objects.filter(status='published').first(); source.description += '.'; source.save(); "
    "print(publish([source]))"
)


def backup_under_load(site: Site, *, quick: bool) -> Verdict:
    """Copied while editors save and publish, restored into another server: 1,000 answers are byte-identical."""
    verdict, number = Verdict(), (200 if quick else 1000)
    folder = site.stack.folder / "copies"
    with (
        reading(site.client, readers=2) as log,
        scribes(site, writers=1, publishers=1) as written,
        saving(site, editors=1) as people,
    ):
        time.sleep(1 if quick else 5)
        file = copy(site, verdict, folder)
        time.sleep(1)
    verdict.wrong += losses(site, people)
    written.verify(verdict)
    verdict.read(log)
    with elsewhere(site) as server:
        restore(site, verdict, server, file)
        compare(site, verdict, server, number=number)
        goes_on(site, verdict, server)
    refuses_what_is_not_whole(site, verdict, file)
    keeps_the_newest(site, verdict, folder)
    return verdict


def script(site: Site, name: str, *arguments: str | Path, url: str) -> tuple[int, str]:
    """docker/NAME as an operator runs it; its exit code and both its outputs."""
    environment = {"PATH": f"{site.stack.server.programs}:{os.environ['PATH']}", "DATABASE_URL": url}
    file = site.stack.clone.root / "docker" / name
    argv = [careless(site, file) if "checksum" in site.without else file, *arguments]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def careless(site: Site, script: Path) -> Path:
    """The same, which takes any checksum for the right one."""
    changed = site.stack.folder / f"careless-{script.name}"
    changed.write_text(script.read_text().replace("sha256sum --check", "true"))
    changed.chmod(0o755)
    return changed


def copy(site: Site, verdict: Verdict, folder: Path) -> Path:
    started = time.monotonic()
    code, told = script(site, "backup", folder, url=site.stack.server.url(DATABASE))
    assert code == 0, told
    file = Path(told.strip())
    verdict.figures["backup, s"] = round(time.monotonic() - started, 2)
    verdict.figures["size of the copy, MB"] = round(file.stat().st_size / 1e6, 1)
    return file


@contextmanager
def elsewhere(site: Site) -> Iterator[Server]:
    """Another server, with an empty database."""
    here = site.stack.server
    other = replace(
        here,
        data=here.data.with_name("elsewhere"),
        sockets=embedded.socket_folder(f"{site.stack.clone.name}-{site.stack.folder.name}-b"),
    )
    try:
        other.start(database=DATABASE)
        yield other
    finally:
        postgres.stop(other.data)
        embedded.remove_if_empty(other.sockets)


def restore(site: Site, verdict: Verdict, server: Server, file: Path) -> None:
    started = time.monotonic()
    code, told = script(site, "restore", file, url=server.url(DATABASE))
    assert code == 0, told
    verdict.figures["restore, s"] = round(time.monotonic() - started, 2)
    verdict.figures["restored"] = told.strip().splitlines()[-1]
    code, told = script(site, "restore", file, url=server.url(DATABASE))
    verdict.expect(code == 1 and "restore into an empty one" in told, f"A full database is restored into: {told}")


def compare(site: Site, verdict: Verdict, server: Server, *, number: int) -> None:
    """Both sites are asked for the dataset as it was when it was copied."""
    port = nginx.free_ports(clone=site.stack.clone).plain
    other = site.stack.instance("restored", port)
    other.environment = {**other.environment, "DATABASE_URL": server.url(DATABASE)}
    other.start()
    try:
        other.wait()
        here, there = Client(port=site.stack.ports.instances[0], secure=False), Client(port=port, secure=False)
        # Addresses in the answers are those that were asked for.
        here.headers["Host"] = there.headers["Host"] = "localhost"
        version = int(there.ask("/api/v1/sources/").headers["Dataset-Version"])
        asked = list(islice(addresses(there, version), number))
        answers = [(path, here.ask(path), there.ask(path)) for path in asked]
    finally:
        other.stop()
    verdict.wrong += [f"{path} differs: {a.status}, {b.status}" for path, a, b in answers
                      if (a.status, a.body) != (200, b.body)]  # fmt: skip
    verdict.figures["answers compared"] = len(answers)
    verdict.figures["at dataset version"] = version
    verdict.expect(len(answers) == number, f"Only {len(answers)} addresses were found.")


def addresses(client: Client, version: int) -> Iterator[str]:
    """Every record by itself, then lists of every length."""
    for resource in RESOURCES:
        for item in orjson.loads(client.ask(f"/api/v1/{resource}/?page_size=200").body)["results"]:
            yield f"/api/v1/{resource}/{item['id']}/?as_of={version}"
    for size in range(1, 201):
        for resource in RESOURCES:
            yield f"/api/v1/{resource}/?page_size={size}&as_of={version}"


def goes_on(site: Site, verdict: Verdict, server: Server) -> None:
    """The next version has the next number, and no number is given twice."""
    asked = {"DATABASE_URL": server.url(DATABASE)}
    before = verdict.figures["at dataset version"]
    after = int(site.stack.manage("shell", "-v", "0", "-c", PUBLISH_ONCE, environment=asked)[-1])
    verdict.figures["next version after restoring"] = after
    verdict.expect(after > before, f"Publishing made version {after}, which was there before.")


def refuses_what_is_not_whole(site: Site, verdict: Verdict, file: Path) -> None:
    whole, url = file.read_bytes(), site.stack.server.url(DAMAGED)
    site.stack.server.empty(DAMAGED)
    for damage, content in (("cut off", whole[: len(whole) // 2]), ("changed", whole[:-1] + bytes([whole[-1] ^ 1]))):
        file.write_bytes(content)
        code, told = script(site, "restore", file, url=url)
        verdict.expect(code != 0, f"A copy that is {damage} is restored.")
        verdict.expect("is not what was written" in told, f"A copy that is {damage} is taken for a whole one: {told}")
    file.write_bytes(whole)
    file.with_name(f"{file.name}.sha256").unlink()
    code, told = script(site, "restore", file, url=url)
    verdict.expect(code == 1 and "nobody knows" in told, f"A copy without a checksum is restored: {told}")
    verdict.figures["copies that are not whole"] = "refused: cut off, changed, without checksum"


def keeps_the_newest(site: Site, verdict: Verdict, folder: Path) -> None:
    for day in ("01", "02", "03"):
        for end in ("", ".sha256"):
            (folder / f"eventsapi-202001{day}T000000Z.dump{end}").write_text("old")
    (folder / "notes.txt").write_text("not ours")
    newest = copy(site, Verdict(), folder)
    code, _ = script(site, "backup", folder, "2", url="postgres:///nowhere?host=/nonexistent")
    verdict.expect(code != 0 and len(list(folder.glob("*.dump"))) >= 4, "A backup that failed took older ones with it.")
    script(site, "backup", folder, "2", url=site.stack.server.url(DATABASE))
    left = sorted(path.name for path in folder.iterdir())
    verdict.expect(len([name for name in left if name.endswith(".dump")]) == 2 and newest.name in left,
                   f"Of copies that are too old there are left: {left}")  # fmt: skip
    verdict.expect("notes.txt" in left, "A file that is no copy was deleted.")
