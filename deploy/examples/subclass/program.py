import workerpool.multiprocessing as mp


class Worker:
    def run(self):
        print("In", mp.current_process().name)


if __name__ == "__main__":
    Worker().run()
