"""Pictures drawn on the server: pure functions from values to shapes; templates turn shapes into SVG."""
