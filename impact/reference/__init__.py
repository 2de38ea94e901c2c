"""What the programme standard lays down about impact, as far as it is cited."""
