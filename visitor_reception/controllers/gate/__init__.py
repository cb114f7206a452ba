from . import reception_gate
from . import reception_gate_public
