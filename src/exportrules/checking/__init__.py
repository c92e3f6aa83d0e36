"""From syntax trees to checked rules: one module per kind of check, diagnostics instead of exceptions."""
