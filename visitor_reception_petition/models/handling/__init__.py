"""Talks with the petitioner and between units about a matter.

May know: knowledge, matter, vault, intake.
"""

from . import reception_petition_session, reception_petition_contact, reception_petition_matter
