"""How good the ranking of offers for a person is: judged cases of our own, baselines, and what must not move it."""
