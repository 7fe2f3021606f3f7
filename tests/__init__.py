"""The tests of Configurator."""
