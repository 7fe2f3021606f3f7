"""From a customer's profile and needs to valid, priced packages with their reasons."""
