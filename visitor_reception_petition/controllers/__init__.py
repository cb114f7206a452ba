from . import reception_petition_public, reception_petition_rating
