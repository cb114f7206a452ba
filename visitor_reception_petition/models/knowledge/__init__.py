"""Laws and policies by article, with the days they are in force. Knows no other room of the add-on."""

from . import reception_petition_article
