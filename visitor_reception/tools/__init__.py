from . import money
from . import quorum
