from . import leave
from . import events
