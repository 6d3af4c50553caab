"""A draft -> a receipt. Comes in: a `Draft` and a `Tracker`. Goes out: filed, refused, not reached or unknown.
`gitlab_tracker.py` alone knows GitLab; `practice_tracker.py` keeps issues as files on this machine.
"""
