"""Slows down who asks a public page too often; counts in the memory of one server process, which is enough for that."""

import time
from collections import defaultdict, deque


class RateLimit:
    """At most ``limit`` requests of one key in a sliding window.

    >>> requests = RateLimit(seconds=60)
    >>> [requests.allow("kiosk", 2, now=second) for second in (0, 1, 2, 61)]
    [True, True, False, True]
    """

    LARGEST = 10_000  # keys remembered

    def __init__(self, seconds):
        self.seconds = seconds
        self._asked = defaultdict(deque)

    def allow(self, key, limit, now=None):
        now = time.monotonic() if now is None else now
        if len(self._asked) > self.LARGEST:
            self._asked.clear()
        asked = self._asked[key]
        while asked and asked[0] <= now - self.seconds:
            asked.popleft()
        if len(asked) >= limit:
            return False
        asked.append(now)
        return True
