"""Numbers as SageMaker writes them, in German too."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
