import pytest
from django.core.management import CommandError

from tests.management.commands import output

COMMANDS = ["check_dataset", "describe_dataset", "export_dataset", "load_dataset", "rebuild_publication"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_without_tables_is_named_with_the_cure(
    command: str, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.management.base.unapplied_migrations", lambda: ["publication.0003_actor_names"])
    with pytest.raises(
        CommandError, match=r"publication\.0003_actor_names not applied\. Run `python3 dev.py manage mi"
    ):
        output(command)
