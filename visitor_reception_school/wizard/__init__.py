from . import people
from . import leave
from . import visitors
from . import events
