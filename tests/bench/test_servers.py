import sys

import pytest

from benchmarks.servers import product


def test_the_product_is_served_by_the_python_that_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BENCH_SERVED", raising=False)
    assert product({}).argv == (sys.executable, "-m", "gunicorn", "eventsapi.wsgi")


def test_another_python_serves_the_product_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_SERVED", "/srv/venv/bin/python")
    assert product({}).argv == ("/srv/venv/bin/python", "-m", "gunicorn", "eventsapi.wsgi")
