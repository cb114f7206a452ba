"""Outings of classes, counted out and in. May know people, schedule, passage and leave."""

from . import reception_school_outing
from . import reception_school_outing_gate
from . import reception_school_outing_line
from . import reception_school_pupil
from . import reception_school_passage
from . import reception_school_board
from . import reception_gate
