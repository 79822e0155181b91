import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from pytest_django import Settings

from incidents.management.commands import prepare_local
from incidents.models import Event
from incidents.publication.models import PublishedEvent
from tests.dataset.project import WORLD, Project, changed
from tests.management.commands import output


@pytest.fixture
def local(settings: Settings) -> None:
    settings.LOCAL = True
    settings.LOCAL_PASSWORD = "a password for tests"


class Nothing:
    """A model whose table is empty."""

    class _default_manager:  # noqa: N801 - the name Django gives it
        count = staticmethod(lambda: 0)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare_local, "RECORD_MODELS", (Nothing,))


def test_it_works_on_ones_own_machine_only(db: None, settings: Settings) -> None:
    settings.LOCAL, settings.LOCAL_PASSWORD = False, "a password for tests"
    with pytest.raises(CommandError, match="only works on one's own machine"):
        output("prepare_local")
    assert not User.objects.filter(username="editor").exists()


def test_a_database_with_records_is_left_as_it_is(db: None, local: None) -> None:
    event = Event.objects.earliest("slug")
    event.title = "Edited by hand"
    event.save()
    lines = output("prepare_local")
    assert lines[0] == "Bringing the tables up to date …"
    assert "already, so the dataset was not loaded." in lines[1]
    assert Event.objects.get(pk=event.pk).title == "Edited by hand"


def test_after_an_upgrade_what_is_published_is_rendered_anew(
    db: None, local: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    PublishedEvent.objects.current().update(speakers=[])
    states = iter([{("publication", "0001")}, {("publication", "0001"), ("publication", "0002")}])
    monkeypatch.setattr(prepare_local, "applied", lambda: next(states))
    assert "Rendering anew what is published, since the tables have changed …" in output("prepare_local")
    assert PublishedEvent.objects.current().filter(speakers__contains=["ilham-aliyev"]).exists()


def test_an_empty_database_is_filled(project: Project, local: None, empty: None) -> None:
    project.write(WORLD)
    assert output("prepare_local")[1:] == ["Loading the dataset …", "8 records published."]
    assert Event.objects.filter(slug="strike").exists()


def test_faults_of_the_files_are_told(project: Project, local: None, empty: None) -> None:
    project.write(changed("country: NO", "country: XX"))
    with pytest.raises(CommandError, match=r"fixtures/ has 1 fault, so it was not loaded\."):
        output("prepare_local")


def test_it_makes_an_editor_who_can_log_in(db: None, local: None) -> None:
    output("prepare_local")
    editor = User.objects.get(username="editor")
    assert (editor.is_staff, editor.is_superuser, editor.check_password("a password for tests")) == (True, True, True)


def test_the_password_that_is_shown_always_works(db: None, local: None, settings: Settings) -> None:
    output("prepare_local")
    settings.LOCAL_PASSWORD = "another password"
    output("prepare_local")
    assert User.objects.get(username="editor").check_password("another password")


def test_without_a_password_there_is_no_account(db: None, local: None, settings: Settings) -> None:
    settings.LOCAL_PASSWORD = ""
    assert output("prepare_local")[-1] == ("No account was made: `python3 dev.py manage createsuperuser` makes one.")
    assert not User.objects.filter(username="editor").exists()
