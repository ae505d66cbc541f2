"""The file of a person: what is known and not known, the clock of the contract, notes, and the portefeuille of a référent."""
