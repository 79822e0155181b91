"""A process that saves through the models, as commands do, and writes each acknowledged number on its own line.

Not through the forms, so many times as fast; through the same triggers for version and history.
"""

import sys
import threading
import time

import django
from django.db import DatabaseError, InterfaceError, connection, transaction

OUTPUT = threading.Lock()
PUBLISHER = "publisher"


def tell(line: str) -> None:
    with OUTPUT:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def begin(name: str) -> None:
    from incidents.models import Actor, ActorName  # noqa: PLC0415  only after django.setup()

    with transaction.atomic():
        actor = Actor(slug=name, name=name, kind="person", note="0")
        actor.save()
        ActorName(actor=actor, name=f"{name} 0", language="en", script="Latn", kind="alias").save()


def write(name: str, number: int) -> None:
    from incidents.models import Actor  # noqa: PLC0415  only after django.setup()

    with transaction.atomic():
        actor = Actor.objects.select_for_update().get(slug=name)
        part = actor.names.get()
        actor.note, part.name = str(number), f"{name} {number}"
        actor.save()
        part.save()


def proclaim(name: str, number: int) -> None:
    """Publishes an edit of what is public already; the number is that of the dataset's version."""
    from incidents.models import Source  # noqa: PLC0415  only after django.setup()
    from incidents.publication.publishing import publish  # noqa: PLC0415  likewise

    source = Source.objects.filter(status="published").order_by("slug").first()
    assert source
    source.description = f"{name} {number}"
    source.save()
    publish([source])
    time.sleep(0.5)


def scribble(name: str, number: int) -> None:
    act = proclaim if name.startswith(PUBLISHER) else write
    while True:
        number += 1
        try:
            act(name, number)
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.05)
            continue
        tell(f"{name} {number}")


def main(names: list[str]) -> None:
    django.setup()
    for name in names:
        if not name.startswith(PUBLISHER):
            begin(name)
    threads = [threading.Thread(target=scribble, args=(name, 0), daemon=True) for name in names]
    for thread in threads:
        thread.start()
    # Until whoever reads the lines has had enough, and ends this process.
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(sys.argv[1:])
