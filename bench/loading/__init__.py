"""Content into the real schema: reference lists by the product's own services, the rest by COPY."""
