"""The catalog workbench: candidates, excerpts, where-used, pictures, and checks that run beside the pages."""
