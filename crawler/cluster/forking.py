"""python -m crawler.cluster.forking: a process with all loaded that a crawl needs, from which each crawl is forked.

It is told by its input, a socket: a byte for each crawl, and with it four files. Three become the crawl's own input,
output and errors. Over the fourth, a wire, goes back how the crawl ended; and where its far end is closed, the crawl is
killed.
"""

from __future__ import annotations

import atexit
import gc
import os
import selectors
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing import resource_tracker
from typing import Any

from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object

from crawler.cluster.visitor import carry_out
from crawler.workers.fitness import WorkersUnfit
from crawler.workers.forkserver import fork_server
from crawler.workers.reading import load_readers

NEEDED = ("crawler.fetch.guard", "scrapy.core.downloader.handlers.http11")
"""What a crawl loads beside what settings name, in the process that fetches."""
COMPONENTS = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES")


def load() -> None:
    """Load what a crawl needs, and read a page as it will; but no reactor: each process has its own."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    for module in NEEDED:
        import_module(module)
    for setting in COMPONENTS:
        for component in build_component_list(settings.getwithbase(setting)):
            load_object(component)
    load_readers()
    resource_tracker.ensure_running()  # one for all, or each would start its own
    assert "twisted.internet.reactor" not in sys.modules
    gc.collect()
    gc.freeze()  # no child's collector ever looks at what they share, which would make it a copy of its own


class Crawls:
    """The crawls that were forked and go on, each with the wire over which its end is told."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._wires: dict[socket.socket, int] = {}
        self._woken, self._waking = socket.socketpair()
        self._selector = selectors.DefaultSelector()

    def serve(self) -> bool:
        """Fork for each order until there are no more; True in a child that has to crawl, False in the parent."""
        self._waking.setblocking(False)
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGCHLD)}
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks for crawls decides when they end
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for each in (self._orders, self._woken):
            self._selector.register(each, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    self._woken.recv(4096)
                    self._reap()
                elif key.fileobj is not self._orders:
                    self._kill(key.fileobj)
                else:
                    order, files, _, _ = socket.recv_fds(self._orders, 1, 4)
                    if not order:
                        return self._end()
                    if self._fork(files[:3], socket.socket(fileno=files[3])):
                        signal.set_wakeup_fd(-1)
                        for number, handler in handlers.items():
                            signal.signal(number, handler)
                        return True

    def _fork(self, files: Sequence[int], wire: socket.socket) -> bool:
        """Fork; True in the child, which has the files as its own."""
        pid = os.fork()
        if not pid:
            for each in (self._orders, self._woken, self._waking, wire, *self._wires):
                each.close()
            self._selector.close()
            for place, file in enumerate(files):
                os.dup2(file, place)
        for file in files:
            os.close(file)
        if pid:
            self._wires[wire] = pid
            self._selector.register(wire, selectors.EVENT_READ)
        return not pid

    def _kill(self, wire: Any) -> None:
        """Kill a crawl that is not wanted any more, if it has not ended; it is reaped as any other."""
        if wire in self._wires:
            self._selector.unregister(wire)
            os.kill(self._wires[wire], signal.SIGKILL)

    def _reap(self) -> None:
        """Tell of each crawl that has ended how it did."""
        for wire, pid in list(self._wires.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with suppress(OSError):  # nobody may listen any more
                    wire.send(str(os.waitstatus_to_exitcode(status)).encode())
                with suppress(KeyError):  # nor be listened to
                    self._selector.unregister(wire)
                del self._wires[wire]
                wire.close()

    def _end(self) -> bool:
        """Kill all, as whoever wanted them is gone."""
        for pid in self._wires.values():
            os.kill(pid, signal.SIGKILL)
        return False


def main() -> None:
    """Serve until the input ends; in each child, carry out the order that its own input names."""
    orders = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    load()
    if Crawls(orders).serve():
        try:
            fork_server()
            carry_out()
        except WorkersUnfit as error:
            sys.exit(str(error))  # its last words, which the worker reads; elsewhere it may go better
        atexit._run_exitfuncs()
        os._exit(0)  # to take apart all that was loaded takes longer than to read a page


if __name__ == "__main__":
    main()
