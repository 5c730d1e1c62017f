"""Builds the wheel with nothing but the standard library, so that `pip install .` needs no network.

PEP 517 and 660. What it writes depends on the sources only: the same wheel each time.
"""

import base64
import hashlib
import io
import pathlib
import re
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "workerpool"
TIME = (1980, 1, 1, 0, 0, 0)


def _field(name):
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return re.search(rf'^{name} = "(.*)"$', text, re.M).group(1)


VERSION = _field("version")
DIST_INFO = f"{NAME}-{VERSION}.dist-info"


def _metadata():
    return (
        f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n"
        f"Summary: {_field('description')}\nLicense: Apache-2.0\n"
        f"Requires-Python: {_field('requires-python')}\n"
        "Description-Content-Type: text/markdown\n\n" + (ROOT / "README.md").read_text("utf-8")
    )


def _sources():
    package = ROOT / "src" / NAME
    for path in sorted(package.rglob("*")):
        if path.suffix == ".py" or path.name == "py.typed":
            yield path.relative_to(package.parent).as_posix(), path.read_bytes()


def _write_wheel(directory, files):
    files = dict(files)
    files[f"{DIST_INFO}/METADATA"] = _metadata().encode()
    files[f"{DIST_INFO}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: workerpool\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{DIST_INFO}/RECORD"] = f"{record}{DIST_INFO}/RECORD,,\n".encode()
    wheel = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return wheel


def _digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return _write_wheel(wheel_directory, _sources())


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    path = str(ROOT / "src").encode()
    return _write_wheel(wheel_directory, {f"__editable__.{NAME}.pth": path + b"\n"})


def build_sdist(sdist_directory, config_settings=None):
    base = f"{NAME}-{VERSION}"
    name = f"{base}.tar.gz"
    files = [(f"src/{path}", data) for path, data in _sources()]
    for extra in ("pyproject.toml", "README.md", "build_backend/backend.py"):
        files.append((extra, (ROOT / extra).read_bytes()))
    files.append(("PKG-INFO", _metadata().encode()))
    with tarfile.open(pathlib.Path(sdist_directory) / name, "w:gz") as archive:
        for path, data in files:
            entry = tarfile.TarInfo(f"{base}/{path}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return name
