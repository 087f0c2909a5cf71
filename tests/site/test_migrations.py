"""The migrations say exactly what the models say, and can be taken back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("app", ["portal", "comments"])
def test_an_app_can_be_taken_back_and_put_on_again(app):
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([(app, None)])
    MigrationExecutor(connection).migrate(leaves)
    assert MigrationExecutor(connection).migration_plan(leaves) == []
