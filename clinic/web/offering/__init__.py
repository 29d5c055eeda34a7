"""What a clinic offers, as rows from which services are taken by typing their tariff."""
