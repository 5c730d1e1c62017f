class Program {
  static void worker(int num) {
    System.out.println("Worker: " + num);
  }

  public static void main(String[] args) {
    worker(Integer.parseInt(args[0]));
  }
}
