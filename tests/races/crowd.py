"""Many callers at the same instant: each with an open connection of its own, let go by one barrier."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

AT_ONCE = 20


@dataclass(frozen=True)
class Call:
    """One POST to the API."""

    path: str
    key: str
    body: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str = ""

    def send(self, client: httpx.Client) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"}
        if self.idempotency_key:
            headers["Idempotency-Key"] = self.idempotency_key
        return client.post(f"/api/v1/{self.path}", json=self.body, headers=headers)


How = Callable[[Call, httpx.Client], httpx.Response]


class Crowd:
    def __init__(self, url: str, size: int = AT_ONCE) -> None:
        self._clients = [httpx.Client(base_url=url, timeout=60) for _ in range(size)]
        self._pool = ThreadPoolExecutor(size)
        self.together([client.get for client in self._clients], "/healthz")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        for client in self._clients:
            client.close()

    def fire(self, calls: Sequence[Call], how: How = Call.send) -> list[httpx.Response]:
        """All of them at the same instant, each as `how` says; the answers in the order of the calls."""
        pairs = zip(calls, self._clients, strict=False)
        return self.together([lambda call=call, client=client: how(call, client) for call, client in pairs])

    def together(self, acts: Sequence[Callable[..., Any]], *arguments: Any) -> list[Any]:
        """Each in a thread of its own, none before all are ready."""
        assert len(acts) <= len(self._clients)
        barrier = threading.Barrier(len(acts))

        def run(act: Callable[..., Any]) -> Any:
            barrier.wait(60)
            return act(*arguments)

        return list(self._pool.map(run, acts))
