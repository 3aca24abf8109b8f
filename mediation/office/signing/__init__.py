"""Signing of an agreement: the guard before it, who must sign and did, the certificate, the signed file."""
