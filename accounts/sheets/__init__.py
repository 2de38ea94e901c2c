"""Tables in files: written for spreadsheets here (`writing`), read from them row by row (`reading`, `columns`)."""

from accounts.sheets.writing import CONTROL, FORMULA, Cell, Lines, as_csv, as_xlsx, safe, text

__all__ = ["CONTROL", "FORMULA", "Cell", "Lines", "as_csv", "as_xlsx", "safe", "text"]
