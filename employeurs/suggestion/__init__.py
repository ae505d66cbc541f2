"""What the text of an offer suggests, each with the words that led there: its kind, who may apply, what it gives."""
