"""What storefront and console share: design system, templates, languages, browser session."""
