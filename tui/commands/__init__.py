"""The subcommands, one file each. None of them imports Textual: scripts wait for no screen."""
