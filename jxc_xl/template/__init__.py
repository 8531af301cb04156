"""The template workbook, built from the schema: sheets, looks, validation, guide."""
