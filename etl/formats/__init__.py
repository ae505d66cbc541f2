"""One package per real format that offers travel in, each with a ``lire`` that keeps the contract of ``etl.lecture``; ``registre`` names them."""
