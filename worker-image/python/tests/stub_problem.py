"""How the fake relay refuses."""


class Problem(Exception):
    def __init__(self, status, name, detail="", **more):
        super().__init__(name)
        self.status, self.name, self.detail, self.more = status, name, detail, more

    def body(self):
        return {
            "type": f"https://workerpool.dev/problems/{self.name}",
            "title": self.name,
            "status": self.status,
            "detail": self.detail,
            "retryable": self.status in (408, 429, 500, 503, 504),
            **self.more,
        }


class Lost(Exception):
    """The answer never arrives."""
