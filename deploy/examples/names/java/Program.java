import dev.workerpool.worker.Process;

class Program {
  public static void main(String[] args) throws InterruptedException {
    String name = Process.current().name();
    System.out.println(name + " Starting");
    Thread.sleep(1000 * Long.parseLong(args[0]));
    System.out.println(name + " Exiting");
  }
}
