"""The database: tables, repositories, unit of work and migrations. Takes and gives core values and flat rows only."""
