"""Pictures of the demo's articles: line-art as SVG, drawn from their dimensions."""
