"""Read: raw cells become typed lines; what cannot be read is told, cell by cell."""
