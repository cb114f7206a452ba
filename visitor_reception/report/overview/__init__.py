from . import reception_monthly_report_print
from . import reception_statistics
from . import reception_statistics_cases
from . import reception_reconciliation
from . import reception_reconciliation_query
from . import reception_reconciliation_workbook
