from . import reception_gate_answer
from . import reception_gate_book
from . import reception_gate_correction
from . import reception_gate_people_mixin
from . import reception_gate_group
from . import reception_gate_invite
from . import reception_gate_person
from . import reception_gate_relieve
