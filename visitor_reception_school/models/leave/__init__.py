"""Leave slips, gate passes, and the calls to parents before them (3-5, 3-6).

May know: people, schedule, passage.
"""

from . import reception_school_asking_mixin
from . import reception_school_absence_mixin
from . import reception_school_leave
from . import reception_school_leave_workflow
from . import reception_school_leave_release
from . import reception_school_leave_link
from . import reception_school_leave_card
from . import reception_school_gate_pass
from . import reception_school_gate_pass_use
from . import reception_school_contact
from . import reception_school_apart
from . import reception_school_custody
from . import reception_school_pupil
from . import reception_school_passage
from . import reception_gate
from . import reception_gate_paper
from . import reception_position
from . import res_company
from . import res_config_settings
