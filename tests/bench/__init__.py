"""How fast the costing is, next to the ways it is usually written, in one run: ``poe bench``."""
