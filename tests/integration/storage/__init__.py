"""Storage on real databases: a SQLite file and a PostgreSQL server."""
