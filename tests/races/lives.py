"""How a state machine lives through its steps: the same way whatever the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.conftest import Cast


def live(
    machine: type[RuleBasedStateMachine],
    *,
    cast: Cast,
    make_resource: Callable[..., Any],
    soak: bool,
    examples: int,
    steps: int,
) -> Any:
    """Run it with people and resources of this test; answers the machine's class, with what was done and refused.

    Short runs are the same each time, full ones are not; nothing is kept from one run to the next.
    """
    peopled = type(
        machine.__name__,
        (machine,),
        {"cast": cast, "make_resource": staticmethod(make_resource), "done": Counter(), "refused": Counter()},
    )
    run_state_machine_as_test(
        peopled,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=not soak,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return peopled
