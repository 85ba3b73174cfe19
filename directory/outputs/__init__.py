"""The same rows for other programs: spreadsheet, JSON, GeoJSON, Atom, sitemap."""
