"""Activity rooms over "1+4+13": season rounds of weekly sections and single bookings."""
