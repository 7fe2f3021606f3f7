"""Quotes and their versions: content, lifecycle, approval, numbering, expiry and the frozen snapshot."""
