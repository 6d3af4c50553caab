"""Places to be: the talk, the drafts, the editor, help."""
