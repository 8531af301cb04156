"""Setting up: into Excel, out of it again, and what is amiss on a machine or in a book."""
