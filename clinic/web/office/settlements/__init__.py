"""The office draws up, cuts, answers, proposes and pays what clinics ask for."""
