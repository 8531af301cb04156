"""jxc_xl: purchase, sales and stock (进销存) in a workbook, kept right by Python."""

__version__ = "0.1.0"
