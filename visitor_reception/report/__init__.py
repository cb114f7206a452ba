from . import document
from . import policy
from . import visit
from . import booking
from . import hospitality
from . import gate
from . import petty_cash
from . import overview
