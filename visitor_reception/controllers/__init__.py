from . import reception_programme
from . import reception_clause
from . import reception_feedback
from . import reception_gate
from . import reception_gate_public
from . import reception_guest_import
from . import reception_statistics
