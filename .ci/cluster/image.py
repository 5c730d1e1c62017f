#!/usr/bin/env python3
"""Writes an image as a docker-archive tar, byte for byte the same for the same files, without a container engine.

  image.py NAME:TAG --dockerfile FILE --target STAGE --context DIR -o OUT.tar    one layer a COPY
  image.py NAME:TAG SRC=DEST... [--cmd PATH] [--busybox] -o OUT.tar              one layer of a few files

Of a Dockerfile it knows FROM scratch, COPY DIR/ /, ENV, WORKDIR, USER, ENTRYPOINT and CMD in their JSON form, and refuses the rest.
"""
import argparse, hashlib, io, json, os, platform, shlex, subprocess, sys, tarfile

ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def entry(name, kind=tarfile.REGTYPE, mode=0o755, link="", data=b""):
    """A tar entry of root's, dated 1970."""
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.linkname, info.size = kind, mode, link, len(data)
    return info, io.BytesIO(data)


def tar(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as t:
        for e in entries:
            t.addfile(*e)
    return out.getvalue()


def folder(root):
    """All below a folder, in the order of names."""
    for here, dirs, files in os.walk(root):
        dirs.sort()
        for name in sorted(dirs + files):
            path = os.path.join(here, name)
            inside, mode = os.path.relpath(path, root), os.lstat(path).st_mode & 0o7777
            if os.path.islink(path):
                yield entry(inside, tarfile.SYMTYPE, 0o777, os.readlink(path))
            elif os.path.isdir(path):
                yield entry(inside, tarfile.DIRTYPE, mode)
            else:
                with open(path, "rb") as f:
                    yield entry(inside, mode=mode, data=f.read())


def few_files(files, busybox):
    for d in ("bin", "etc", "root"):
        yield entry(d, tarfile.DIRTYPE)
    yield entry("tmp", tarfile.DIRTYPE, 0o1777)
    yield entry("etc/passwd", mode=0o644, data=b"root:x:0:0:root:/root:/bin/sh\n")
    for source, dest in (f.split("=", 1) for f in files):
        with open(source, "rb") as f:
            yield entry(dest.lstrip("/"), data=f.read())
    if busybox:
        for applet in subprocess.check_output(["/bin/busybox", "--list"], text=True).split():
            if applet != "busybox":
                yield entry("bin/" + applet, tarfile.SYMTYPE, link="/bin/busybox")


def dockerfile(path, target, context):
    """The layers and the run settings of one stage."""
    layers, config, stage = [], {"Env": []}, None
    for number, line in enumerate(open(path), 1):
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            base, _, stage = rest.split()
            if base != "scratch":
                sys.exit(f"{path}:{number}: only FROM scratch is known")
        elif stage != target or not word or word.startswith("#"):
            continue
        elif word == "COPY":
            source, dest = rest.split()
            if dest != "/" or not source.endswith("/"):
                sys.exit(f"{path}:{number}: only COPY FOLDER/ / is known")
            layers.append(tar(folder(os.path.join(context, source))))
        elif word == "ENV":
            config["Env"] += shlex.split(rest)
        elif word in ("WORKDIR", "USER"):
            config[{"WORKDIR": "WorkingDir", "USER": "User"}[word]] = rest
        elif word in ("ENTRYPOINT", "CMD"):
            config[word.capitalize()] = json.loads(rest)
        else:
            sys.exit(f"{path}:{number}: {word} is not known")
    if not layers:
        sys.exit(f"{path}: no stage {target}, or nothing in it")
    return layers, config


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("name")
    p.add_argument("files", nargs="*")
    for option in ("--dockerfile", "--target", "--context", "--cmd"):
        p.add_argument(option)
    p.add_argument("--busybox", action="store_true")
    p.add_argument("-o", dest="out", required=True)
    a = p.parse_intermixed_args()
    if a.dockerfile:
        layers, config = dockerfile(a.dockerfile, a.target, a.context)
    else:
        layers, config = [tar(few_files(a.files, a.busybox))], {"Cmd": [a.cmd], "Env": ["PATH=/bin"]}
    ids = [hashlib.sha256(layer).hexdigest() for layer in layers]
    image = json.dumps({
        "architecture": ARCHITECTURE, "os": "linux", "created": "1970-01-01T00:00:00Z",
        "config": config,
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + i for i in ids]},
    }, sort_keys=True).encode()
    config_name = hashlib.sha256(image).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": [a.name], "Layers": [i + ".tar" for i in ids]}]
    with open(a.out, "wb") as f:
        f.write(tar([entry(config_name, data=image), entry("manifest.json", data=json.dumps(manifest).encode())]
                    + [entry(i + ".tar", data=layer) for i, layer in zip(ids, layers)]))


main()
