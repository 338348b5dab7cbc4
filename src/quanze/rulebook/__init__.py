"""What the duties run by: calendars and confirmed procedures. The doors are services and queries."""
