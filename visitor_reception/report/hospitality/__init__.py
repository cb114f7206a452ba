from . import reception_hospitality_report
from . import reception_kitchen_order_report
