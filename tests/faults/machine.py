# SPDX-License-Identifier: GPL-3.0-or-later
"""What only root may take away from a program: its network, its disk, its memory. All of it lives in namespaces of this
process's own, and goes with it."""

import contextlib
import ctypes
import fcntl
import os
import pathlib
import shutil
import subprocess

CLONE_NEWNS, CLONE_NEWNET = 0x20000, 0x40000000
EXT4_SHUTDOWN = 0x8004587d
WITHOUT_LOG = (2).to_bytes(4, "little")
CGROUPS = pathlib.Path("/sys/fs/cgroup")


class Unable(Exception):
    """Why a scene cannot be had on this machine."""


def _do(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Unable(f"{' '.join(map(str, command))}: {done.stderr.strip()}")


def _own_namespace(kind):
    if os.geteuid() != 0:
        raise Unable("needs root")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(kind):
        raise Unable(f"no namespace: {os.strerror(ctypes.get_errno())}")


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Unable(f"needs {program}")


class Network:
    """A hub's box and a screen's box, each on a cable of its own to a switch.

    This process is the hub's box. Its address stands on the loopback device, so that people beside it reach it whatever
    becomes of the cable."""

    HUB = "10.91.0.1"

    def __init__(self):
        need("ip", "nsenter", "unshare")
        _own_namespace(CLONE_NEWNET)
        self.boxes = [self._make_box() for _ in range(2)]
        switch, screen = (box.pid for box in self.boxes)
        _do("ip", "link", "set", "lo", "up")
        _do("ip", "address", "add", f"{self.HUB}/32", "dev", "lo")
        _do("ip", "link", "add", "hub", "type", "veth", "peer", "name", "hub", "netns", str(switch))
        self.ip(switch, "link", "add", "screen", "type", "veth", "peer", "name", "cable", "netns", str(screen))
        self.ip(switch, "link", "add", "switch", "type", "bridge")
        for port in ("hub", "screen"):
            self.ip(switch, "link", "set", port, "master", "switch", "up")
        self.ip(switch, "link", "set", "switch", "up")
        _do("ip", "address", "add", "10.92.0.1/24", "dev", "hub")
        _do("ip", "link", "set", "hub", "up")
        self.ip(screen, "link", "set", "lo", "up")
        self.ip(screen, "address", "add", "10.92.0.2/24", "dev", "cable")
        self.ip(screen, "link", "set", "cable", "up")
        self.ip(screen, "route", "add", f"{self.HUB}/32", "via", "10.92.0.1")
        self.switch, self.prefix = switch, ["nsenter", "--target", str(screen), "--net", "--"]

    @staticmethod
    def _make_box():
        """A process that holds a network, and ends with this one: its input is a pipe from here."""
        box = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo; exec cat"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
        box.stdout.readline()
        return box

    @staticmethod
    def ip(box, *arguments):
        _do("nsenter", "--target", str(box), "--net", "--", "ip", *arguments)

    def pull(self, cable):
        """cable: "screen", and its box sees it; "hub", and only silence is seen from there."""
        self.ip(self.switch, "link", "set", cable, "down")

    def plug(self, cable):
        self.ip(self.switch, "link", "set", cable, "up")

    def close(self):
        for box in self.boxes:
            box.stdin.close()
            box.wait()
            box.stdout.close()


class Disk:
    """A small file system of its own, on a folder: "tmpfs", or an "ext4" in a file beside it."""

    def __init__(self, folder, megabytes, kind="tmpfs"):
        need("mount", "umount", *(["mkfs.ext4", "losetup"] if kind == "ext4" else []))
        _own_namespace(CLONE_NEWNS)
        _do("mount", "--make-rprivate", "/")
        self.folder, self.image, self.device = pathlib.Path(folder), pathlib.Path(f"{folder}.img"), None
        self.folder.mkdir(exist_ok=True)
        if kind == "tmpfs":
            _do("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", self.folder)
            return
        with open(self.image, "wb") as file:
            file.truncate(megabytes << 20)
        _do("mkfs.ext4", "-q", self.image)
        self.attach()

    def attach(self):
        self.device = subprocess.run(["losetup", "--find", "--show", self.image], check=True, capture_output=True,
                                     text=True).stdout.strip()
        _do("mount", "-o", "errors=remount-ro", self.device, self.folder)

    def resize(self, megabytes):
        _do("mount", "-o", f"remount,size={megabytes}m", self.folder)

    def remount(self, how):
        _do("mount", "-o", f"remount,{how}", self.folder)

    def cut_power(self):
        """From here on nothing reaches the disk, and what had not reached it is lost."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, EXT4_SHUTDOWN, WITHOUT_LOG)
        finally:
            os.close(folder)

    def fail(self):
        """The file system finds itself damaged, and is read-only from here on."""
        name = pathlib.Path(self.device).name
        pathlib.Path(f"/sys/fs/ext4/{name}/trigger_fs_error").write_text("on purpose")

    def mend(self):
        subprocess.run(["e2fsck", "-fy", self.image], check=False, capture_output=True)

    def detach(self):
        _do("umount", self.folder)
        if self.device:
            _do("losetup", "--detach", self.device)
            self.device = None

    def close(self):
        with contextlib.suppress(Unable):
            self.detach()


class Memory:
    """A control group that a program is put into."""

    def __init__(self, megabytes):
        root = CGROUPS / "memory"
        if os.geteuid() != 0 or not (root / "memory.limit_in_bytes").exists():
            raise Unable("needs root and a memory controller")
        self.folder = root / f"marketboard-{os.getpid()}"
        try:
            self.folder.mkdir()
        except OSError as error:
            raise Unable(f"no control group: {error}") from error
        (self.folder / "memory.limit_in_bytes").write_text(str(megabytes << 20))

    def take(self, pid):
        (self.folder / "cgroup.procs").write_text(str(pid))

    def most(self):
        return int((self.folder / "memory.max_usage_in_bytes").read_text()) / (1 << 20)

    def close(self):
        self.folder.rmdir()
