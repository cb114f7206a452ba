from . import account_move_fapiao
