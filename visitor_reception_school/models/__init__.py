"""Rooms of the school gate; a lower one knows nothing of a higher one."""

from . import people
from . import schedule
from . import passage
from . import leave
from . import visitors
from . import events
