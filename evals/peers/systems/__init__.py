"""A module a peer, each with ``build``; they import nothing of ours but what needs the standard library alone.

They run in the peers' own environments (evals/peers/requirements), with their libraries' defaults wherever
something need not be chosen.
"""
