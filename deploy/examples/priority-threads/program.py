import threading

import workerpool.multiprocessing as mp

work_queue = mp.Queue(10)  # has no name: made here, gone with this process
queue_lock = threading.Lock()
exit_flag = threading.Event()


def process_data(name):
    print("Starting", name)
    while not exit_flag.is_set():
        data = None
        with queue_lock:
            if not work_queue.empty():
                data = work_queue.get()
        if data is not None:
            print(f"{name} processing {data}")
        exit_flag.wait(0.05)
    print("Exiting", name)


if __name__ == "__main__":
    threads = [
        threading.Thread(target=process_data, args=(name,))
        for name in ("Thread-1", "Thread-2", "Thread-3")
    ]
    with queue_lock:
        for word in ("One", "Two", "Three", "Four", "Five"):
            work_queue.put(word)
    for thread in threads:
        thread.start()
    while not work_queue.empty():
        exit_flag.wait(0.05)
    exit_flag.set()
    for thread in threads:
        thread.join()
    print("Exiting Main Thread")
