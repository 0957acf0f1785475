"""An authority that makes certificates on the spot: for the invented regions and for tests.

A real region has its certificates made by an authority that both ends believe.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LONG_AGO, FAR_OFF = datetime(2020, 1, 1, tzinfo=UTC), timedelta(days=36_500)


@dataclass(frozen=True)
class Authority:
    """Writes `ca.pem`, and certificates with their keys, into one folder. Its own key is written nowhere."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name

    @classmethod
    def made(cls, folder: Path, name: str = "Test authority") -> Self:
        folder.mkdir(exist_ok=True)
        key, subject = ec.generate_private_key(ec.SECP256R1()), _name(name)
        own = cls(folder, key, subject)
        usage = x509.BasicConstraints(ca=True, path_length=None)
        own._write("ca.pem", own._signed(subject, key.public_key(), usage, critical=True))
        return own

    def issue(self, name: str) -> Path:
        """`{name}.pem`: a certificate for 127.0.0.1, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        certificate = self._signed(_name(name), key.public_key(), names, critical=False)
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return self._write(f"{name}.pem", certificate, secret)

    def _signed(
        self, subject: x509.Name, key: Any, extension: x509.ExtensionType, *, critical: bool
    ) -> bytes:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name)
        builder = builder.public_key(key).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(LONG_AGO).not_valid_after(LONG_AGO + FAR_OFF)
        made = builder.add_extension(extension, critical=critical).sign(self.key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM)

    def _write(self, name: str, *parts: bytes) -> Path:
        path = self.folder / name
        path.touch(0o600)
        path.write_bytes(b"".join(parts))
        return path


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
