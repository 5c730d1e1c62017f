import dev.workerpool.worker.Log;
import dev.workerpool.worker.Process;
import java.util.logging.Level;
import java.util.logging.Logger;

class Program {
  public static void main(String[] args) {
    boolean quiet = Process.current().name().equals("quiet");
    Logger logger = quiet ? Log.toStderr(Level.WARNING) : Log.toStderr();
    logger.info("doing some work");
    logger.fine("nobody asked for this");
    logger.warning("done");
  }
}
