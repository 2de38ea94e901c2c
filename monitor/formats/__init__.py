"""The figures as other programs read them: CSV, XLSX, JSON-stat, data packages and the catalogue of them all.

Every format is made from the same rows (`rows.py`) and the same facts about an indicator (`about.py`): what one leaves
out, all leave out.
"""
