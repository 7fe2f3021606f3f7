"""Cases in the words of maintainers, with one runner for each subject."""
