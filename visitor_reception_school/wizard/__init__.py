from . import people
from . import leave
from . import events
