"""Class events and outings with counts, evacuation by class, and the board of who is out.

May know: people, schedule, passage, leave, visitors.
"""

from . import reception_school_class_matter_mixin
from . import reception_school_event
from . import reception_school_event_gate
from . import reception_school_outing
from . import reception_school_outing_gate
from . import reception_school_outing_line
from . import reception_school_class_matter_card
from . import reception_school_pupil
from . import reception_school_passage
from . import reception_school_board
from . import reception_school_roll_class
from . import reception_gate
from . import reception_gate_desk
from . import reception_gate_offline
from . import reception_gate_log
from . import reception_gate_roll_call
from . import reception_gate_shift
from . import reception_today
from . import res_users
