"""What people write in programmes."""
