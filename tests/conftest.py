"""Stands here so that every test finds what lies beside it: `gitlab_stand_in`, `talking`."""
