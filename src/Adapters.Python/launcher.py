"""Starts worker processes of a Python component for a host that is in another container of the same pod.

    python3 launcher.py SOCKET

Listens on a unix socket, of which the folder is shared with the host's container; worker.py lies beside this file. A connection is one worker: the host
sends the length of a request (four bytes, little end first), the request, as JSON, and with its first byte the descriptors that become the worker's
0 to 6. The worker is started by this interpreter, in this current folder and with this environment, the request's over it. The host is told in lines:
"started", or "failed" and why, then "ended" and the status that waitpid gives. It may send "kill". When it closes the connection, or is
gone, the worker's process group is killed. Processes/RemoteChild.cs beside this file is the other end.

Standard library only, Python 3.9 and later; older ones, Python 2 too, must be able to read this and say so.
"""
import sys

if sys.version_info < (3, 9):
    sys.stderr.write("launcher.py needs Python 3.9 or later, and %s is Python %s: use an image whose python3 is that\n" % (sys.executable, sys.version.split()[0]))
    sys.stderr.flush()
    sys.exit(1)

import errno
import fcntl
import json
import os
import selectors
import signal
import socket
import struct
import time

DESCRIPTORS = 7
# numbers that none of those a worker gets collides with
FIRST_NUMBER = 64
MOST_REQUEST = 4 * 1024 * 1024
BLOCK = 64 * 1024
LENGTH = struct.Struct("<I")
CREDENTIALS = struct.Struct("3i")
# told to end, and no worker is left: a host that replaces one comes within this time
LINGER = 0.5
WORKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")


def log(text):
    sys.stderr.write("launcher: %s\n" % text)
    sys.stderr.flush()


class Refused(Exception):
    """The host is told why there is no worker."""


class Connection:
    """One worker, from the host's request for it to its end."""

    def __init__(self, peer):
        self.peer = peer
        self.received = bytearray()
        self.descriptors = []
        self.pid = None

    def receive(self):
        """False at the end."""
        if self.pid is None and not self.descriptors:
            data, descriptors, _, _ = socket.recv_fds(self.peer, BLOCK, DESCRIPTORS, socket.MSG_CMSG_CLOEXEC)
            self.keep(descriptors)
        else:
            data = self.peer.recv(BLOCK)
        self.received += data
        return bool(data)

    def keep(self, descriptors):
        for descriptor in descriptors:
            self.descriptors.append(fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, FIRST_NUMBER))
            os.close(descriptor)

    def request(self):
        """What is asked for; None while it is not all there."""
        if len(self.received) < LENGTH.size:
            return None
        length, = LENGTH.unpack_from(self.received)
        if length > MOST_REQUEST:
            raise Refused("a request of %d bytes is more than the %d there may be: shorten the component's env" % (length, MOST_REQUEST))
        end = LENGTH.size + length
        if len(self.received) < end:
            return None
        text = bytes(self.received[LENGTH.size:end])
        del self.received[:end]
        if len(self.descriptors) != DESCRIPTORS:
            raise Refused("%d descriptors came with the request, not %d" % (len(self.descriptors), DESCRIPTORS))
        try:
            return dict(json.loads(text)["environment"])
        except (ValueError, KeyError, TypeError) as e:
            raise Refused("a request that cannot be read: %s" % e)

    def start(self, environment):
        """Starts the worker; its process number, which is its group's too."""
        everything = dict(os.environ)
        everything.update(environment)
        actions = [(os.POSIX_SPAWN_DUP2, descriptor, number) for number, descriptor in enumerate(self.descriptors)]
        signals = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
        try:
            self.pid = os.posix_spawn(sys.executable, [sys.executable, WORKER], everything, file_actions=actions, setpgroup=0, setsigmask=[], setsigdef=signals)
        except (OSError, ValueError, TypeError) as e:
            raise Refused("%s cannot be started in the adapter container: %s" % (sys.executable, e))
        self.close_descriptors()
        self.tell("started")

    def obey(self):
        while b"\n" in self.received:
            command, _, rest = bytes(self.received).partition(b"\n")
            self.received[:] = rest
            if command == b"kill":
                self.kill()

    def kill(self):
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it has ended, and its end is about to be taken
        except PermissionError:
            pass  # what is left of it made itself another user's

    def tell(self, line):
        try:
            self.peer.send(("%s\n" % " ".join(line.split())).encode("utf-8", "replace"), socket.MSG_NOSIGNAL)
        except OSError:
            pass  # the host is gone, which is seen where it is read from

    def close_descriptors(self):
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = []


class Launcher:
    def __init__(self, path):
        self.selector = selectors.DefaultSelector()
        self.connections = set()
        self.workers = {}
        self.ending = False
        self.wake, wakened = socket.socketpair()
        self.wake.setblocking(False)
        wakened.setblocking(False)
        self.wakened = wakened
        signal.set_wakeup_fd(wakened.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, self.heard)
        signal.signal(signal.SIGTERM, self.heard)
        signal.signal(signal.SIGINT, self.heard)
        self.listener = listen(path)
        self.selector.register(self.wake, selectors.EVENT_READ, self.on_signal)
        self.selector.register(self.listener, selectors.EVENT_READ, self.on_caller)

    def heard(self, number, frame):
        if number != signal.SIGCHLD:
            self.ending = True

    def run(self):
        """Until told to end, and no worker is left."""
        idle_since = time.monotonic()
        while True:
            busy = self.connections or self.workers
            if busy:
                idle_since = time.monotonic()
            elif self.ending and time.monotonic() - idle_since >= LINGER:
                return
            for key, _ in self.selector.select(LINGER / 5 if self.ending and not busy else None):
                key.data()

    def on_signal(self):
        try:
            while self.wake.recv(BLOCK):
                pass
        except BlockingIOError:
            pass
        self.reap()

    def on_caller(self):
        try:
            peer, _ = self.listener.accept()
        except BlockingIOError:
            return
        except OSError as e:
            if e.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ECONNABORTED):
                raise
            log("a caller cannot be let in: %s" % e)
            time.sleep(0.1)
            return
        peer.setblocking(False)
        connection = Connection(peer)
        _, user, _ = CREDENTIALS.unpack(peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size))
        if user != os.geteuid():
            log("user %d is refused: only user %d may start workers" % (user, os.geteuid()))
            connection.tell("failed both containers must run as the same user: the host is user %d, and the adapter container user %d" % (user, os.geteuid()))
            peer.close()
            return
        self.connections.add(connection)
        self.selector.register(peer, selectors.EVENT_READ, lambda: self.on_message(connection))

    def on_message(self, connection):
        try:
            if not connection.receive():
                self.leave(connection)
                return
            if connection.pid is None:
                environment = connection.request()
                if environment is None:
                    return
                connection.start(environment)
                self.workers[connection.pid] = connection
            connection.obey()
        except BlockingIOError:
            pass
        except Refused as e:
            log(str(e))
            connection.tell("failed %s" % e)
            self.leave(connection)
        except OSError:
            self.leave(connection)

    def leave(self, connection):
        """The host has no more to do with it: what it started ends."""
        if connection in self.connections:
            self.connections.remove(connection)
            self.selector.unregister(connection.peer)
            connection.peer.close()
        connection.close_descriptors()
        if connection.pid in self.workers:
            connection.kill()

    def reap(self):
        """Takes the ends of workers, and of what they left behind: as the first process of a container this one is everybody's parent."""
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            connection = self.workers.pop(found.si_pid, None)
            if connection is not None:
                # what it started goes with it; its number is its group's until its end is taken
                connection.kill()
            _, status = os.waitpid(found.si_pid, 0)
            if connection is not None and connection in self.connections:
                connection.tell("ended %d" % status)
                self.leave(connection)


def listen(path):
    """A socket that is there under its name only once it answers, in place of one that another launcher left."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.setblocking(False)
    fresh = "%s.new" % path
    if os.path.lexists(fresh):
        os.unlink(fresh)
    listener.bind(fresh)
    os.chmod(fresh, 0o660)
    listener.listen(128)
    os.rename(fresh, path)
    return listener


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 launcher.py SOCKET")
    if not sys.executable or not os.path.isfile(WORKER):
        sys.exit("launcher: expected worker.py beside launcher.py and an interpreter that knows its own path, found %s and '%s'" % (WORKER, sys.executable))
    try:
        launcher = Launcher(sys.argv[1])
    except OSError as e:
        sys.exit("launcher: cannot listen on %s: %s" % (sys.argv[1], e))
    log("Python %s (%s) starts workers in %s, asked on %s" % (sys.version.split()[0], sys.executable, os.getcwd(), sys.argv[1]))
    launcher.run()


if __name__ == "__main__":
    main()
