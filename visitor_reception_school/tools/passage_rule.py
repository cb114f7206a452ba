"""Whether a pupil passes the gate: one decision, without database and language (policy 3-1, 3-2, 3-5, 3-6).

Its twin for desks without network is ``static/src/gate_desk/passage_rule.js``; both are held by the cases of
``tests/data/passage_cases.json``. Moments are texts in UTC, which compare as they stand: ``2026-03-02 01:00:00``.

* pupil: ``kind``, ``grade_id`` (or false), ``state``, ``presence``
* badge: ``state``
* windows of the day at the gate: ``purpose``, ``direction`` (``in``, ``out``, ``both``), ``opens``, ``closes``, ``kinds``,
  ``grade_ids`` (empty: all)
* permits of the pupil: ``permit`` (``leave_slip``, ``gate_pass``, ``outing``), ``way`` (``in``, ``out``),
  ``valid_from``, ``valid_to``, or ``is_out`` for the one the pupil is out on
"""

from typing import NamedTuple

PASSED, REFUSED, ASK = "passed", "refused", "ask"
COLLECTING = "collecting"  # when left things are fetched: the gate stays locked


class Decision(NamedTuple):
    """``ask``: a person decides, as the permit says: slip to verify, pass to ask about, class teacher to call."""

    result: str
    permit: str
    refusal: str
    clause: str
    direction: str


def decide(pupil, badge, at, direction, windows, permits):
    """Whether ``pupil`` with ``badge`` passes ``at`` a moment.

    :param direction: ``in``, ``out``, or anything else: found from the windows and where the pupil is
    :return: ``Decision``

    >>> arrival = {"purpose": "arrival", "direction": "in", "opens": "06:30", "closes": "08:30",
    ...            "kinds": ["day_pupil"], "grade_ids": []}
    >>> pupil = {"kind": "day_pupil", "grade_id": 1, "state": "enrolled", "presence": "outside"}
    >>> decide(pupil, {"state": "active"}, "08:30", "auto", [arrival], [])
    Decision(result='passed', permit='window', refusal='', clause='', direction='in')
    >>> decide(pupil, {"state": "lost"}, "08:30", "in", [arrival], []).refusal
    'lost_badge'
    """
    windows = [window for window in windows if window["purpose"] != COLLECTING]
    if not badge or not pupil:
        return Decision(REFUSED, "none", "unknown_badge", "3-2a", direction if direction in ("in", "out") else "in")
    open_now = get_open_windows(pupil, at, windows)
    way = get_direction(pupil, direction, open_now)
    if badge["state"] in ("lost", "retired"):
        return Decision(REFUSED, "none", "lost_badge", "3-2a", way)
    if pupil["state"] != "enrolled":
        return Decision(REFUSED, "none", "other", "3-2a", way)
    if any(window["direction"] in (way, "both") for window in open_now):
        return Decision(PASSED, "window", "", "", way)
    leaving_school_time = way == "out" and is_school_time(pupil, at, windows)
    permit = _find_permit(pupil, at, way, windows, permits, leaving_school_time)
    if permit:
        result = PASSED if permit == "outing" or _is_back(permit, way, permits) else ASK
        clause = "" if result == PASSED else "3-5b" if permit == "leave_slip" else "3-6b"
        return Decision(result, permit, "", clause, way)
    is_locked = not windows or at < min(window["opens"] for window in windows)
    refusal = "locked" if is_locked else "no_permit"
    return Decision(REFUSED, "none", refusal, "3-5a" if leaving_school_time else "3-6b", way)


def get_open_windows(pupil, at, windows):
    """The windows that are open for the pupil; both ends belong to them."""
    return [
        window
        for window in windows
        if window["purpose"] != COLLECTING
        and window["opens"] <= at <= window["closes"]
        and pupil["kind"] in window["kinds"]
        and _is_of_grade(pupil, window)
    ]


def get_direction(pupil, direction, open_now):
    """The guard's switch; else that of the only open window, else away from where the pupil is."""
    if direction in ("in", "out"):
        return direction
    ways = {window["direction"] for window in open_now}
    if ways in ({"in"}, {"out"}):
        return ways.pop()
    return "out" if pupil["presence"] == "inside" else "in"


def is_school_time(pupil, at, windows):
    """From an arrival's opening to the next dismissal's opening, whether or not they let this kind of pupil pass."""
    begun = [
        (window["opens"], window["purpose"] == "dismissal")
        for window in windows
        if window["purpose"] in ("arrival", "dismissal") and _is_of_grade(pupil, window) and window["opens"] <= at
    ]
    return bool(begun) and not max(begun)[1]


def _is_of_grade(pupil, window):
    return not window["grade_ids"] or pupil["grade_id"] in window["grade_ids"]


def _is_back(permit, way, permits):
    return way == "in" and any(row["permit"] == permit and row.get("is_out") for row in permits)


def _find_permit(pupil, at, way, windows, permits, leaving_school_time):
    """What opens the locked gate, by the table of the schedule; or None."""
    valid = [row["permit"] for row in permits if _is_valid(row, at, way)]
    if leaving_school_time and pupil["kind"] != "intern":
        valid = [permit for permit in valid if permit != "gate_pass"]
    for permit in ("leave_slip", "outing", "gate_pass"):
        if permit in valid:
            return permit
    return "called" if _may_be_called(pupil, at, way, windows, leaving_school_time) else None


def _is_valid(row, at, way):
    if row.get("is_out"):
        return way == "in"
    return row["way"] == way and row["valid_from"] <= at <= row["valid_to"]


def _may_be_called(pupil, at, way, windows, leaving_school_time):
    """Whether a call to the class teacher is enough: coming late, or leaving after dismissal has closed."""
    if way == "in":
        return is_school_time(pupil, at, windows) and _has_closed("arrival", pupil, at, windows)
    is_resident = pupil["kind"] == "boarder"
    return not is_resident and not leaving_school_time and _has_closed("dismissal", pupil, at, windows)


def _has_closed(purpose, pupil, at, windows):
    return any(
        window["purpose"] == purpose and window["closes"] < at and _is_of_grade(pupil, window) for window in windows
    )
