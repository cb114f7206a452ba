from . import reception_rooming_report
