"""The command line ``boite``: one module per group of commands, above everything else."""
