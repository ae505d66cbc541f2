"""People brought in from files: recognised without a number that names them, written once, and put to a person when in doubt.

``lecture`` is the contract with the readers (``etl.formats.caf`` and ``etl.formats.listes_personnes``). ``reunion`` brings together the lines of a
file that speak of one person, ``rapprochement`` finds them in the base, ``moteur`` runs the import, ``rapport`` tells it without naming anybody.
"""
