"""Closing a listening socket without cutting anybody off whom the kernel has let in, and no process yet."""

import ctypes
import select
import socket
import struct
from contextlib import suppress
from pathlib import Path

# As Linux numbers it (asm-generic/socket.h); Python has no name for it.
SO_ATTACH_FILTER = 26
# A program of the kernel's packet filter (linux/filter.h) as (code, jump if true, jump if false, value), which is given
# each packet from TCP's header on: the 14th byte holds the flags, and the second lowest of them opens a connection.
WITHOUT_NEWCOMERS = (
    (0x30, 0, 0, 13),
    (0x45, 0, 1, 0x02),
    (0x06, 0, 0, 0),
    (0x06, 0, 0, 0xFFFFFFFF),
)
# Longer than it takes to finish a connection that has been begun, between machines that stand next to each other.
UNDER_WAY_MS = 2


def turn_away(listener: socket.socket) -> bool:
    """From now on nobody new comes to a socket, whoever else holds it; False where the system has no means for it.

    A newcomer's first packet is passed over. It is sent again after a second, when the socket should be closed.
    """
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in WITHOUT_NEWCOMERS))
    try:
        listener.setsockopt(
            socket.SOL_SOCKET,
            SO_ATTACH_FILTER,
            struct.pack("@HP", len(WITHOUT_NEWCOMERS), ctypes.addressof(program)),
        )
    except OSError:
        return False
    return True


def is_held_beside(parent: int, listener: socket.socket) -> bool:
    """Whether others than the children of that process have it open: the process itself, a newer generation of it, or
    who handed it over (systemd). True also where the system does not tell.
    """
    try:
        ours = Path(f"/proc/self/fd/{listener.fileno()}").readlink()
        processes = [process for process in Path("/proc").iterdir() if process.name.isdigit()]
        return _handed_over() or any(ours in _open_in(one) and _parent_of(one) != parent for one in processes)
    except OSError:
        return True


def _handed_over() -> bool:
    """Whether this process was begun with sockets: gunicorn forgets that, the system does not."""
    return any(word.startswith(b"LISTEN_FDS=") for word in Path("/proc/self/environ").read_bytes().split(b"\0"))


def _open_in(process: Path) -> set[Path]:
    """What a process has open; nothing where it has ended or is another account's, which no generation of ours is."""
    found = set()
    with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
        for held in (process / "fd").iterdir():
            with suppress(FileNotFoundError):
                found.add(held.readlink())
    return found


def _parent_of(process: Path) -> int:
    """As the fourth word says, of which the second is a name in brackets and may have blanks."""
    return int((process / "stat").read_text().rpartition(")")[2].split()[1])


def is_readable(held: socket.socket, *, within_ms: int) -> bool:
    """Whether there is a newcomer, bytes or the end to be had of it, so soon."""
    waiting = select.poll()
    waiting.register(held, select.POLLIN)
    return bool(waiting.poll(within_ms))
