from . import reception_petition_rating
