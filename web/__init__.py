"""What people see: pages, templates, static files and, around them, the application."""
