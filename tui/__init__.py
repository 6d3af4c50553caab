"""The front ends: a screen made with Textual, the same talk line by line, and the commands for scripts.

They show what `intents` decides and decide nothing themselves.
"""
