"""When the gate is open: windows, special days, openings of the gates (3-1).

May know: people.
"""

from . import reception_school_window
from . import reception_school_special_day
from . import reception_gate
from . import reception_gate_opening
from . import res_company
