"""The facilitateur's workbook: reading it, and the empty one that is handed out."""
