"""Protocols: whole measurements at one site, from the stimuli to a labelled result, that several experiments share."""
