#!/usr/bin/env python3
"""Writes a one-layer image of a few files as a docker-archive: image.py NAME:TAG SRC=DEST... [--cmd PATH] [--busybox] -o OUT.tar

For the cluster's own small images; the product's are made by Maven (profile "images"). --busybox adds a link for each applet.
"""
import argparse, hashlib, io, json, subprocess, tarfile

p = argparse.ArgumentParser()
p.add_argument("name")
p.add_argument("files", nargs="+")
p.add_argument("--cmd")
p.add_argument("--busybox", action="store_true")
p.add_argument("-o", dest="out")
a = p.parse_intermixed_args()


def entry(name, kind=tarfile.REGTYPE, mode=0o755, link="", data=b""):
    i = tarfile.TarInfo(name)
    i.type, i.mode, i.linkname, i.size = kind, mode, link, len(data)
    return i, io.BytesIO(data)


def tar(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for e in entries:
            t.addfile(*e)
    return out.getvalue()


def layer():
    for d in ("bin", "etc", "root"):
        yield entry(d, tarfile.DIRTYPE)
    yield entry("tmp", tarfile.DIRTYPE, 0o1777)
    yield entry("etc/passwd", mode=0o644, data=b"root:x:0:0:root:/root:/bin/sh\n")
    for f in a.files:
        src, dest = f.split("=", 1)
        yield entry(dest.lstrip("/"), data=open(src, "rb").read())
    if a.busybox:
        for applet in subprocess.check_output(["/bin/busybox", "--list"], text=True).split():
            if applet != "busybox":
                yield entry("bin/" + applet, tarfile.SYMTYPE, link="/bin/busybox")



data = tar(layer())
config = json.dumps({
    "architecture": "amd64", "os": "linux", "config": {"Cmd": [a.cmd], "Env": ["PATH=/bin"]},
    "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(data).hexdigest()]},
}).encode()
config_name = hashlib.sha256(config).hexdigest() + ".json"
manifest = json.dumps([{"Config": config_name, "RepoTags": [a.name], "Layers": ["layer.tar"]}]).encode()
with open(a.out, "wb") as f:
    f.write(tar([entry(config_name, data=config), entry("layer.tar", data=data), entry("manifest.json", data=manifest)]))
