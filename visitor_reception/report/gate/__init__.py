from . import reception_gate_report
