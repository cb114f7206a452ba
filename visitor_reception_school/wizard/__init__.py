from . import people
from . import leave
