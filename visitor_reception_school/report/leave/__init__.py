from . import reception_school_leave_report
