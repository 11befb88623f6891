"""Analytics: `text` reads Chinese; the rest counts, draws and reports."""
