"""Bad catalogs and what must be found in them."""
