"""Dissemination (AE4): who approves what goes outside, and the desk where it is done."""
