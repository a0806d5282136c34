"""Sends a file through a loopback socket, as the kernel does it by itself, and prints the seconds until all was received."""

import os
import socket
import sys
import threading
import time

path = sys.argv[1]
listener = socket.create_server(("127.0.0.1", 0))
size = os.stat(path).st_blocks * 512
buffer = bytearray(1 << 20)


def send():
    with socket.create_connection(listener.getsockname()) as sender, open(path, "rb") as file:
        sender.sendfile(file, 0, size)


start = time.monotonic()
thread = threading.Thread(target=send)
thread.start()
receiver, _ = listener.accept()
count = 0
while received := receiver.recv_into(buffer):
    count += received
thread.join()
assert count == min(size, os.path.getsize(path)), (count, size)
print(time.monotonic() - start)
