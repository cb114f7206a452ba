from . import reception_feedback_report
from . import reception_list_report
from . import reception_programme_report
from . import reception_register_report
from . import reception_visit_report
