"""The rule language: parser, syntax tree and formatter."""
