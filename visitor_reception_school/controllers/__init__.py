from . import events
from . import leave
from . import passage
