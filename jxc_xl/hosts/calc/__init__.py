"""LibreOffice Calc through xlwings: an engine of our own, so that one host serves Excel and Calc."""
