"""The whole suite, on SQLite and on PostgreSQL: what ``make test`` runs.

Three kinds of tests would tell the same twice and run once: those that ask no database (on SQLite),
stories in a browser (on PostgreSQL, a smoke run of them on SQLite), and crawls that take long.
Arguments are passed on to pytest: ``python -m tests.run tests/articles``.
"""

import os
import subprocess
import sys

from tests import chromium, postgres, scratch

MOST_WORKERS = 4


def main(arguments: list[str]) -> int:
    """Run both halves even if the first fails; return 0 only if both are green."""
    browser = chromium.find()
    in_ci = os.environ.get("CI") == "true"
    if not browser and in_ci:
        print("No Chromium: in CI the browser tests must run.", file=sys.stderr)
        return 1
    chosen = [] if browser else ["-m", "not browser"]
    # Each worker makes a database of its own: on a machine that shows more cores than it gives,
    # many of them would do little else.
    workers = str(min(os.cpu_count() or 1, MOST_WORKERS))
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "loadgroup", *chosen]
    os.environ["TMPDIR"] = scratch.folder()
    without_database = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    print("— SQLite", flush=True)
    on_sqlite = subprocess.call([*pytest, "--half=sqlite", *arguments], env=without_database)
    print("— PostgreSQL", flush=True)
    on_postgres = postgres.main([*pytest, "--half=postgresql", *arguments])
    if not browser:
        print(f"Left out, for want of Chromium: {chromium.count_browser_tests()} browser tests.")
    return on_sqlite or on_postgres


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
