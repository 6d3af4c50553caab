"""Answers -> a draft. Comes in: an intent, its answers, the project's template. Goes out: the issue exactly as it will
be sent, its Markdown file, and warnings. Knows how Markdown and quick actions bite; sends nothing.
"""
