"""The figures of the product, beside those of a bare server that is measured in the same run."""
