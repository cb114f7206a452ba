from . import test_company_zone
from . import test_every_view
