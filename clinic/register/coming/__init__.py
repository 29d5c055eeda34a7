"""Lists of clinics and of tariffs on their way in."""
