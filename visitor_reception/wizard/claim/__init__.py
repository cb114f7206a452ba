from . import hr_expense_split
from . import reception_category_reason
from . import reception_invoice_verify
from . import reception_not_reception
from . import reception_visit_settle
