"""The book's VBA project as a file, written from ``vba/`` when the template is built; Excel need not be there."""
