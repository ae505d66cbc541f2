"""Indicators: is the offer used, how long things take, where people are lost."""
