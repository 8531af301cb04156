"""Tests of reading: DESIGN § 11, cell by cell and sheet by sheet."""
