"""Outings, class events and roll calls at the gate."""

from . import reception_school_release
from . import reception_school_release_event
from . import reception_school_answer
from . import reception_school_roll_count
from . import reception_school_report
