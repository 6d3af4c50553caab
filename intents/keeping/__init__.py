"""What is on disk: drafts, caches and where they belong. Knows values only, nothing of talk or screens."""
