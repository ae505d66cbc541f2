"""How well the search works, measured: tasks as data, engines behind one protocol, one table for all."""
