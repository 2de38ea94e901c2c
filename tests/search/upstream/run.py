"""`python -m tests.search.upstream.run [test …]`: prints one line of JSON at last: how many ran, which failed, which
were left out."""

from __future__ import annotations

import json
import sys
import unittest
from importlib import import_module

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    case = import_module("tests.search.upstream.cases").OurBackend
    names = sys.argv[1:] or unittest.TestLoader().getTestCaseNames(case)
    suite = unittest.TestSuite(case(name) for name in names)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    bad = [str(one).split()[0] for one, _trace in [*result.failures, *result.errors]]
    left_out = [str(one).split()[0] for one, _why in [*result.skipped, *result.expectedFailures]]
    print(json.dumps({"ran": result.testsRun, "failed": bad, "left_out": left_out}))


if __name__ == "__main__":
    main()
