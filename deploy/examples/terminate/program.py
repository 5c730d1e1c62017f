import time


def slow_worker():
    print("Starting worker", flush=True)
    time.sleep(600)
    print("Finished worker")


if __name__ == "__main__":
    slow_worker()
