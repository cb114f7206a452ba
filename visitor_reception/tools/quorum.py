"""When is a sign-off step granted, declined or still open?  Plain Python, exact integers.

A vote is a tuple ``(position, user, weight, state)``; ``state`` is ``waiting``, ``asked``, ``signed``, ``declined`` or
``void``.
"""


def share_reached(weight, total, numerator, denominator):
    """Whether ``weight`` is at least ``numerator / denominator`` of ``total``, without rounding.

    >>> [share_reached(signed, 5, 2, 3) for signed in (3, 4)]
    [False, True]
    >>> share_reached(2, 3, 2, 3)
    True
    """
    return weight * denominator >= numerator * total


def signatures_needed(total, numerator, denominator):
    """The smallest whole number of signatures that reaches the share.

    >>> [signatures_needed(n, 2, 3) for n in range(1, 8)]
    [1, 2, 2, 3, 4, 4, 5]
    """
    return -(-total * numerator // denominator)


def _all_outcome(votes):
    """Every position must have a signature; one decline ends the step."""
    if any(state == "declined" for *_, state in votes):
        return "declined"
    positions = {position for position, *_ in votes}
    signed = {position for position, *_, state in votes if state == "signed"}
    return "granted" if positions == signed else "open"


def _any_outcome(votes):
    """One signature suffices; one decline ends the step."""
    states = {state for *_, state in votes}
    if "signed" in states:
        return "granted"
    return "declined" if "declined" in states else "open"


def _share_outcome(votes, numerator, denominator):
    """Granted at the share of the weights; declined once the share is out of reach."""
    total = sum(weight for _position, _user, weight, _state in votes)
    signed = sum(weight for *_, weight, state in votes if state == "signed")
    lost = sum(weight for *_, weight, state in votes if state in ("declined", "void"))
    if share_reached(signed, total, numerator, denominator):
        return "granted"
    return "open" if share_reached(total - lost, total, numerator, denominator) else "declined"


def step_outcome(quorum, votes, numerator=1, denominator=1):
    """``granted``, ``declined`` or ``open``.

    >>> step_outcome("all", [("chairman", 1, 1, "signed"), ("vice", 2, 1, "asked")])
    'open'
    >>> step_outcome("all", [("chairman", 1, 1, "signed"), ("chairman", 2, 1, "void")])
    'granted'
    >>> step_outcome("any", [("gm", 1, 1, "asked"), ("deputy", 2, 1, "signed")])
    'granted'
    >>> holders = [("shareholder", user, 1, "signed" if user < 3 else "declined") for user in range(5)]
    >>> step_outcome("share", holders, 2, 3)
    'declined'
    """
    if quorum == "share":
        return _share_outcome(votes, numerator, denominator)
    return {"all": _all_outcome, "any": _any_outcome}[quorum](votes)
