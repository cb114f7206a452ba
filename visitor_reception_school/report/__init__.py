from . import leave
from . import events
from . import passage
