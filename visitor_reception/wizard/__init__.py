from . import hr_expense_split
from . import reception_signoff_answer
from . import reception_statistics_export
