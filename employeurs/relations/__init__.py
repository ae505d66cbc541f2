"""The daily tool of a chargé de relation entreprise: contacts, history, next actions, structures that do not answer."""
