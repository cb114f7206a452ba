from . import reception_school_passage_report
