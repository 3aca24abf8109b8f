"""The commands of the console, one subject a file; `mediation.cli` imports a module when its command is called."""
