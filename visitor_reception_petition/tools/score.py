"""The score of a responsible unit (考核评价): plain Python."""


def weigh(shares, weights):
    """The weighted score of 0 to 100, to one decimal; what has no data is left out and the rest scaled.

    :param dict shares: share reached by indicator, 0 to 1, or ``None`` without data
    :param dict weights: points by indicator

    >>> weights = {"on_time": 40, "satisfaction": 30, "repeat": 20, "overdue": 10}
    >>> weigh({"on_time": 0.9, "satisfaction": 0.8, "repeat": 0.75, "overdue": 0.6}, weights)
    81.0
    >>> weigh({"on_time": 0.9, "satisfaction": None, "repeat": 0.75, "overdue": 0.6}, weights)
    81.4
    >>> weigh({"on_time": None, "satisfaction": None, "repeat": None, "overdue": None}, weights) is None
    True
    """
    known = {name: share for name, share in shares.items() if share is not None and weights.get(name)}
    total = sum(weights[name] for name in known)
    return round(sum(weights[name] * share for name, share in known.items()) * 100 / total, 1) if total else None


def share(part, whole):
    """A part of a whole, or ``None`` where there is none.

    >>> share(3, 4), share(0, 0)
    (0.75, None)
    """
    return part / whole if whole else None
