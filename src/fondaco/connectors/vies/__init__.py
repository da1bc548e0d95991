"""The register of VAT numbers of the European Union, asked by a job."""
