from . import reception_school_events_report
