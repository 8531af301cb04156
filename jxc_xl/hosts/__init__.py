"""Workbook to tables and tables to workbook: hosts do nothing else, and do not know one another."""
