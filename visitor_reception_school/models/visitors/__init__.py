"""Parents at the gate, and what is left for pupils (3-3, 3-4).

May know: people, schedule, passage.
"""

from . import reception_school_guardian
from . import reception_gate
from . import reception_gate_log
from . import reception_gate_deposit
from . import res_company
