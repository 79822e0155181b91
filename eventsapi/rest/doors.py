"""Closing a listening socket without cutting anybody off whom the kernel has let in, and no process yet."""

import ctypes
import select
import socket
import struct
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


def is_held_by(process: int, listener: socket.socket) -> bool:
    """Whether that process has it open as well. True also where the system does not tell."""
    try:
        ours = Path(f"/proc/self/fd/{listener.fileno()}").readlink()
        return any(held.readlink() == ours for held in Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return True


def is_readable(held: socket.socket, *, within_ms: int) -> bool:
    """Whether there is a newcomer, bytes or the end to be had of it, so soon."""
    waiting = select.poll()
    waiting.register(held, select.POLLIN)
    return bool(waiting.poll(within_ms))
