"""The pages through the test client: real services, real catalog, a database of their own."""
