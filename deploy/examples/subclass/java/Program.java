import dev.workerpool.worker.Process;

class Program implements Runnable {
  @Override
  public void run() {
    System.out.println("In " + Process.current().name());
  }

  public static void main(String[] args) {
    new Program().run();
  }
}
