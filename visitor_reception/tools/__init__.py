from . import einvoice
from . import image
from . import money
from . import quorum
from . import table_reader
