"""Who has walked through the gate, when and by which right; violations (3-1d, 3-2).

May know: people, schedule.
"""

from . import reception_school_passage
from . import reception_school_day_count
from . import reception_school_violation
from . import reception_school_violation_case
from . import reception_school_pupil
from . import reception_school_custody
from . import reception_school_year
from . import reception_gate_scan
from . import reception_gate_pupil
from . import reception_gate_undo
from . import res_company
