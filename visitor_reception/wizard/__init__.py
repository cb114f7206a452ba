from . import policy
from . import signoff
from . import visit
from . import hospitality
from . import gate
from . import claim
from . import petty_cash
from . import overview
