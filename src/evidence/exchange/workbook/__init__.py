"""The coded tables as one workbook for coding in a spreadsheet, and back."""
