from . import days
from . import einvoice
from . import holiday_notice
from . import image
from . import keys
from . import money
from . import quorum
from . import table_reader
