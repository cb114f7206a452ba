from . import reception_school_report
