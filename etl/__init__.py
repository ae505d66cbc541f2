"""What comes in and goes out: one module per real format, the import engine, reports and the demonstration data."""
