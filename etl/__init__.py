"""What comes in and goes out.

``lecture`` is the contract between readers and engine; ``entree`` reads files and values whatever the format; ``formats`` holds one package per real
format; the other modules are the import engine (``moteur``), the référentiels (``rome``, ``communes``) and their reports; ``demonstration`` is data.
"""
