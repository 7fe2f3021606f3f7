"""The pages of the catalog workbench: a module per subject, on the one blueprint of all pages."""
