import dev.workerpool.worker.Event;

class Program {
  static void exitError() throws InterruptedException {
    Event.open("begun").await(); // what is terminated shall have begun
    System.exit(1);
  }

  static int returnValue() {
    return 1;
  }

  static void raises() {
    throw new IllegalStateException("There was an error!");
  }

  static void terminated() throws InterruptedException {
    Event.open("begun").set();
    Thread.sleep(600_000);
  }

  public static void main(String[] args) throws InterruptedException {
    switch (args[0]) {
      case "exit_error" -> exitError();
      case "return_value" -> returnValue();
      case "raises" -> raises();
      case "terminated" -> terminated();
      default -> System.out.println("ok");
    }
  }
}
