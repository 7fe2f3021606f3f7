"""Configurator: configure, price and quote enterprise packages from a catalog that is data."""
