from . import reception_report_mixin
from . import reception_entitlement_report
from . import reception_hospitality_report
from . import reception_statistics
from . import reception_visit_report
