"""Laws and policies by article, with the days they are in force.

May know: no other room.
"""

from . import reception_petition_article
