"""Numbers and words as links to the rows behind them."""
