"""Python programs as pools, on the real relay, in local mode."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

import stub

REPOSITORY = stub.SOURCES.parent.parent.parent
JAR = pathlib.Path(os.environ.get("WORKERPOOL_TEST_JAR", REPOSITORY / "operator/target/workerpool.jar"))

POOL = """
apiVersion: workerpool.dev/v1alpha1
kind: WorkerPool
metadata: {{name: program}}
spec:
  replicas: {replicas}
  restartPolicy: {restart}
  processes: [{{name: main, command: [{python}, program.py, main]}}]
  template:
    spec:
      containers:
      - name: worker
        image: workerpool.dev/worker-python:0.1.0
        command: [{command}]
  channel: {channel}
"""


@unittest.skipUnless(JAR.exists(), "operator/target/workerpool.jar isn't built: ./workerpool does")
@unittest.skipUnless(shutil.which("java"), "java isn't on the PATH")
class LocalMode(unittest.TestCase):
    folder = None

    def run_pool(self, program, replicas=0, worker=None, channel="{}", restart="OnFailure"):
        """Runs it; answers exit status, lines of output (NAME | text), and exit codes by name."""
        self.make_folder()
        command = ", ".join([sys.executable, *(worker or ["program.py", "worker"])])
        pool = POOL.format(
            replicas=replicas,
            restart=restart,
            python=sys.executable,
            command=command,
            channel=channel,
        )
        (self.folder / "pool.yaml").write_text(pool)
        (self.folder / "program.py").write_text(
            "import sys\nimport workerpool.multiprocessing as mp\n" + textwrap.dedent(program)
        )
        status = self.folder / "status.json"
        done = subprocess.run(
            ["java", "-XX:TieredStopAtLevel=1", "-jar", str(JAR), "run", str(self.folder)]
            + ["--timeout", "90s", "--status", str(status)],
            env={**os.environ, "PYTHONPATH": str(stub.SOURCES)},
            capture_output=True,
            text=True,
            timeout=150,
        )
        self.told = done.stdout + done.stderr
        lines = re.findall(r"^([\w-]+) *\| ?(.*)$", done.stdout, re.M)
        codes = {p["name"]: p.get("exitCode") for p in self.status(status)["processes"]}
        return done.returncode, lines, codes

    def make_folder(self):
        if self.folder is None:
            folder = tempfile.TemporaryDirectory()
            self.addCleanup(folder.cleanup)
            self.folder = pathlib.Path(folder.name)
        return self.folder

    def status(self, path):
        whole = json.loads(path.read_text())
        return whole.get("status", whole)

    def test_consumers_giveTenResultsThoughOneIsKilled(self):
        code, lines, codes = self.run_pool(
            """
            import os, pathlib, signal

            class Task:
                def __init__(self, n):
                    self.n = n
                def __call__(self):
                    return f"{self.n} * {self.n} = {self.n * self.n}"

            tasks, results = mp.JoinableQueue(name="tasks"), mp.Queue(name="results")
            if sys.argv[1] == "main":
                for n in range(10):
                    tasks.put(Task(n))
                for _ in range(3):
                    tasks.put(None)
                tasks.join()
                print("joined with", tasks.qsize())
                found = set()
                while len(found) < 10:
                    found.add(results.get())
                for result in found:
                    print("Result:", result)
            else:
                killed = pathlib.Path("killed")
                while True:
                    task = tasks.get()
                    if task is None:
                        print(f"{mp.current_process().name}: Exiting")
                        tasks.task_done()
                        break
                    if task.n == 4 and not killed.exists():
                        killed.touch()
                        os.kill(os.getpid(), signal.SIGKILL)
                    results.put(task())
                    tasks.task_done()
            """,
            replicas=3,
            channel="{queues: [{name: tasks, maxSize: 5}, {name: results}]}",
        )
        self.assertEqual(0, code, self.told)
        found = sorted(text for name, text in lines if text.startswith("Result:"))
        self.assertEqual(sorted(f"Result: {n} * {n} = {n * n}" for n in range(10)), found)
        self.assertIn(("main", "joined with 0"), lines)
        exiting = sorted(text for _, text in lines if text.endswith("Exiting"))
        self.assertEqual([f"Process-{n}: Exiting" for n in (1, 2, 3)], exiting)
        self.assertEqual({0}, set(codes.values()))

    def test_each_losesAndDoublesNothingThoughAWorkerIsKilled(self):
        code, lines, codes = self.run_pool(
            """
            import os, pathlib, signal

            tasks, results = mp.JoinableQueue(name="tasks"), mp.Queue(name="results")

            def square(n):
                killed = pathlib.Path("killed")
                if n == 20 and not killed.exists():
                    killed.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
                return n * n

            if sys.argv[1] == "main":
                tasks.put_all(range(50))
                found = [results.get() for _ in range(50)]
                tasks.join()
                tasks.shutdown()
                print(sorted(found) == [n * n for n in range(50)], results.qsize())
            else:
                tasks.each(square, results)
                print("drained")
            """,
            replicas=2,
            channel="{queues: [{name: tasks}, {name: results, maxSize: 3}]}",
        )
        self.assertEqual(0, code, self.told)
        self.assertIn(("main", "True 0"), lines)
        self.assertEqual(2, [text for _, text in lines].count("drained"))
        self.assertEqual({0}, set(codes.values()))

    def test_pool_mapsFunctionsOfTheProgramThoughAWorkerIsKilled(self):
        code, lines, codes = self.run_pool(
            """
            import os, pathlib, signal

            class Square:
                def __init__(self, n):
                    self.n = n

            def square(n):
                return Square(n * n)

            def fragile(n):
                if n == 3:
                    raise ValueError(f"no {n}")
                return n

            def killer(path):
                if not os.path.exists(path):
                    pathlib.Path(path).touch()
                    os.kill(os.getpid(), signal.SIGKILL)
                return "ran again"

            if __name__ == "__main__":
                with mp.Pool() as pool:
                    print(sum(s.n for s in pool.map(square, range(500))))
                    try:
                        pool.map(fragile, range(5))
                    except ValueError as e:
                        print(e, "program.py" in str(e.__cause__))
                    print(pool.apply(killer, ("killed",)))
                    print(list(pool.imap(fragile, [1, 2])), pool.starmap(pow, [(2, 3)]))
                mp.Queue(name="pool-tasks").shutdown()
            """,
            replicas=2,
            worker=["-m", "workerpool.pool_worker"],
            channel="{queues: [{name: pool-tasks}]}",
        )
        self.assertEqual(0, code, self.told)
        expected = [str(sum(n * n for n in range(500))), "no 3 True", "ran again", "[1, 2] [8]"]
        self.assertEqual([("main", text) for text in expected], lines)
        self.assertEqual({"main": 0, "Process-1": 0, "Process-2": 0}, codes)

    def test_undeclaredPoolQueue_endsTheWorkersWithItsProgram(self):
        code, lines, codes = self.run_pool(
            """
            if __name__ == "__main__":
                print(mp.Pool(2).map(abs, [-1, -2]))
            """,
            replicas=2,
            worker=["-m", "workerpool.pool_worker"],
        )
        self.assertEqual(0, code, self.told)
        self.assertEqual([("main", "[1, 2]")], lines)
        self.assertEqual({0}, set(codes.values()))

    def test_eventsAndUnnamedQueues_workBetweenProcesses(self):
        code, lines, _ = self.run_pool(
            """
            import queue
            orders = mp.Queue(name="orders")
            ready = mp.Event(name="ready")
            if sys.argv[1] == "main":
                answers, go = mp.Queue(2), mp.Event()
                orders.put((answers, go))
                print("e.is_set()->", ready.wait(0.2))
                go.set()
                print("e.is_set()->", ready.wait())
                print([answers.get(timeout=20), answers.get(timeout=20)], answers.qsize())
                try:
                    answers.get(timeout=0.1)
                except queue.Empty:
                    print("empty")
            else:
                answers, go = orders.get()
                go.wait()
                answers.put([42, None, "hello"])
                answers.put(mp.current_process().name)
                try:
                    answers.put("no room", timeout=0)
                except queue.Full:
                    pass
                ready.set()
            """,
            replicas=1,
            channel="{queues: [{name: orders}], events: [{name: ready}]}",
        )
        self.assertEqual(0, code, self.told)
        expected = [
            "e.is_set()-> False",
            "e.is_set()-> True",
            "[[42, None, 'hello'], 'Process-1'] 0",
            "empty",
        ]
        self.assertEqual([("main", text) for text in expected], lines)

    def test_conformingPrograms_answerAsWithCPython(self):
        for name in ("answers.py", "conforming*.py"):
            for path in pathlib.Path(__file__).parent.glob(name):
                shutil.copy(path, self.make_folder())
        code, lines, _ = self.run_pool(
            """
            import multiprocessing
            import conforming

            if __name__ == "__main__":
                mp.current_process().name = "MainProcess"  # as it is called there
                for program in conforming.PROGRAMS:
                    theirs, ours = program(multiprocessing), program(mp)
                    if theirs != ours:
                        print(f"{program.__name__}: {theirs} {ours}")
                print(len(conforming.PROGRAMS), "programs")
                mp.Queue(name="pool-tasks").shutdown()
            """,
            replicas=2,
            worker=["-m", "workerpool.pool_worker"],
            channel="{queues: [{name: pool-tasks}]}",
        )
        self.assertEqual(0, code, self.told)
        import conforming

        self.assertEqual([("main", f"{len(conforming.PROGRAMS)} programs")], lines, self.told)

    def test_badInput_isAClearErrorAndLosesNothing(self):
        code, lines, _ = self.run_pool(
            """
            def refused(kind, call):
                try:
                    call()
                    print("NOT REFUSED")
                except kind as e:
                    print(kind.__name__)

            tasks = mp.Queue(name="tasks")
            tasks.put("kept")
            refused(Exception, lambda: tasks.put(lambda: 0))
            refused(mp.TooLarge, lambda: tasks.put(b"x" * 2_000_000))
            refused(mp.NotFound, lambda: mp.Queue(name="taks").put(1))
            refused(mp.ExistsDifferently, lambda: mp.Queue(5, name="tasks"))
            refused(mp.CodecError, lambda: mp.Queue(name="tasks", codec="json").get())
            refused(ValueError, mp.JoinableQueue(name="tasks").task_done)
            print(tasks.get(timeout=20), tasks.qsize())
            tasks.shutdown()
            refused(mp.ShutDown, lambda: tasks.put(1))
            refused(mp.ShutDown, tasks.get)
            """,
            channel="{queues: [{name: tasks}]}",
        )
        self.assertEqual(0, code, self.told)
        expected = "Exception TooLarge NotFound ExistsDifferently CodecError ValueError"
        expected = [*expected.split(), "kept 0", "ShutDown", "ShutDown"]
        self.assertEqual(expected, [text for _, text in lines])


if __name__ == "__main__":
    unittest.main()
