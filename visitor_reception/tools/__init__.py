from . import image
from . import money
from . import quorum
