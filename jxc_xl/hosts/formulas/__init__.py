"""Formulas of a workbook worked out without a spreadsheet program, and their values put back."""
