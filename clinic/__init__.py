"""Where credit becomes care: clinics, services, tariffs, redemptions."""
