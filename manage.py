#!/usr/bin/env python
"""Django's command line for Concerta."""

import os
import sys

# Commands that change the schema connect as the owner of the database; everything else as the application.
OWNER_COMMANDS = {"migrate", "prepare", "restore"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if "DATABASE_URL" not in os.environ:
        # While `make run` is up, commands join it.
        from ops import VAR, keys

        for name, value in keys.read(VAR / "run.env").items():
            os.environ.setdefault(name, value)
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("CONCERTA_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
