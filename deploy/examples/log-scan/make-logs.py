"""Makes the access logs in logs/, the same each time. Run once; they are committed."""
import random

random.seed(7)
PATHS = ["/", "/about", "/docs", "/docs/install", "/login", "/api/items", "/favicon.ico", "/old"]
for day in range(1, 5):
    with open(f"logs/access-{day}.log", "w") as file:
        for n in range(400):
            path = random.choices(PATHS, weights=[30, 5, 15, 10, 8, 25, 5, 2])[0]
            status = 404 if path == "/old" else random.choices([200, 304, 500], weights=[90, 8, 2])[0]
            size = 0 if status == 304 else random.randint(200, 9000)
            time = f"{day:02}/Nov/2026:{n // 60:02}:{n % 60:02}:00 +0000"
            file.write(f'10.0.{day}.{random.randint(1, 99)} - - [{time}] "GET {path} HTTP/1.1" {status} {size}\n')
