"""Outings of classes, counted out and in, and the board of who is out.

May know: people, schedule, passage, leave.
"""

from . import reception_school_outing
from . import reception_school_outing_gate
from . import reception_school_outing_line
from . import reception_school_pupil
from . import reception_school_passage
from . import reception_school_board
from . import reception_gate
