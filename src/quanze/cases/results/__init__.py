"""What higher authorities made of many cases, taken from a spreadsheet: read, looked over, recorded case by case."""
