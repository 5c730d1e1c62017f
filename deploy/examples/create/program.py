import sys


def worker(num):
    print("Worker:", num)


if __name__ == "__main__":
    worker(int(sys.argv[1]))
