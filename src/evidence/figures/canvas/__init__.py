"""What every kind of figure is drawn with: page, axes, text, legends, style, export."""
