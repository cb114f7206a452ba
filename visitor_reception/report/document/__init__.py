from . import reception_report_mixin
from . import reception_workbook_mixin
