"""What calls bring and what answers hold."""
