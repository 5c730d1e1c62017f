class Program {
  public static void main(String[] args) throws InterruptedException {
    System.out.println("Starting worker");
    Thread.sleep(600_000);
    System.out.println("Finished worker");
  }
}
