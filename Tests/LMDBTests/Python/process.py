"""Another process that has a database open, by way of the same liblmdb: python3 process.py FILE COMMAND [ARGUMENT…]"""

import ctypes
import fcntl
import os
import signal
import sys
import time

# Interrupted, it ends at once and leaves everything as it is.
signal.signal(signal.SIGINT, signal.SIG_DFL)
lmdb = ctypes.CDLL("liblmdb.dylib" if sys.platform == "darwin" else "liblmdb.so.0")
NOSUBDIR, RDONLY, NOTLS, CREATE = 0x4000, 0x20000, 0x200000, 0x40000


class Value(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("data", ctypes.c_char_p)]


def check(status):
    if status != 0:
        lmdb.mdb_strerror.restype = ctypes.c_char_p
        sys.exit(f"{lmdb.mdb_strerror(status).decode()} ({status})")


def environment(path, map_size=1 << 30):
    env = ctypes.c_void_p()
    check(lmdb.mdb_env_create(ctypes.byref(env)))
    check(lmdb.mdb_env_set_mapsize(env, ctypes.c_size_t(map_size)))
    check(lmdb.mdb_env_set_maxdbs(env, 8))
    flags = NOTLS if os.path.isdir(path) else NOTLS | NOSUBDIR
    check(lmdb.mdb_env_open(env, path.encode(), flags, 0o644))
    return env


def transaction(env, flags=0):
    txn = ctypes.c_void_p()
    check(lmdb.mdb_txn_begin(env, None, flags, ctypes.byref(txn)))
    return txn


def stay(said):
    print(said, flush=True)
    time.sleep(600)


def read(path):
    """Holds a snapshot until it is ended."""
    txn = transaction(environment(path), RDONLY)
    stay(f"pid {os.getpid()} {txn.value}")


def grow(path, map_size, count):
    """Puts values of 4000 bytes into the database "grown", which is made with a file or in an empty folder."""
    env = environment(path, int(map_size))
    txn = transaction(env)
    dbi = ctypes.c_uint()
    check(lmdb.mdb_dbi_open(txn, b"grown", CREATE, ctypes.byref(dbi)))
    for number in range(int(count)):
        key = number.to_bytes(8, "big")
        place = [Value(8, key), Value(4000, bytes(4000))]
        check(lmdb.mdb_put(txn, dbi, ctypes.byref(place[0]), ctypes.byref(place[1]), 0))
    check(lmdb.mdb_txn_commit(txn))
    print("done", flush=True)


def flagged(path, flags):
    """Makes the database "flagged" with flags of LMDB."""
    txn = transaction(environment(path))
    check(lmdb.mdb_dbi_open(txn, b"flagged", CREATE | int(flags), ctypes.byref(ctypes.c_uint())))
    check(lmdb.mdb_txn_commit(txn))


def take_id(lock_file, pid):
    """Takes the lock by which LMDB tells others that the process `pid` reads, as one in another namespace would."""
    file = open(lock_file, "r+b")
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, int(pid))
    stay("taken")


{"read": read, "grow": grow, "flagged": flagged, "take_id": take_id}[sys.argv[2]](sys.argv[1], *sys.argv[3:])
