package dev.workerpool.worker;

import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log of {@code multiprocessing}: lines {@code [LEVEL/process name] message} on stderr. The
 * start and end of each process are logged there by the shim, at the level that the environment
 * variable WORKERPOOL_LOG_LEVEL asks for.
 */
public final class Log {
  private static final Logger LOGGER = Logger.getLogger("dev.workerpool");

  static {
    LOGGER.setUseParentHandlers(false);
  }

  private Log() {}

  /** The logger; prints nothing before {@link #toStderr}. */
  public static Logger logger() {
    return LOGGER;
  }

  /** Prints what is logged at WORKERPOOL_LOG_LEVEL or above; without that variable, at WARNING. */
  public static Logger toStderr() {
    return toStderr(level(System.getenv().getOrDefault("WORKERPOOL_LOG_LEVEL", "")));
  }

  /** Prints what is logged at that level or above. */
  public static Logger toStderr(Level level) {
    LOGGER.setLevel(level);
    for (Handler handler : LOGGER.getHandlers()) {
      LOGGER.removeHandler(handler);
    }
    LOGGER.addHandler(new Stderr());
    return LOGGER;
  }

  /** Python's names and numbers as levels of java.util.logging. */
  static Level level(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "SUBDEBUG", "5" -> Level.FINEST;
      case "DEBUG", "10" -> Level.FINE;
      case "INFO", "20" -> Level.INFO;
      case "ERROR", "CRITICAL", "FATAL", "40", "50" -> Level.SEVERE;
      default -> Level.WARNING;
    };
  }

  /** For people: goes to stderr even where no log was asked for. */
  static void warning(String message, Throwable cause) {
    LogRecord line = new LogRecord(Level.WARNING, message);
    line.setThrown(cause);
    if (LOGGER.getHandlers().length > 0) {
      LOGGER.log(line);
    } else {
      new Stderr().publish(line);
    }
  }

  private static String name(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  /** Prints to what System.err is at the moment. */
  private static final class Stderr extends Handler {
    private final Formatter formatter =
        new Formatter() {
          @Override
          public String format(LogRecord line) {
            return "["
                + Log.name(line.getLevel())
                + "/"
                + Process.current().name()
                + "] "
                + formatMessage(line);
          }
        };

    private Stderr() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord line) {
      System.err.println(formatter.format(line));
      if (line.getThrown() != null) {
        line.getThrown().printStackTrace();
      }
    }

    @Override
    public void flush() {
      System.err.flush();
    }

    @Override
    public void close() {
      // System.err is not ours
    }
  }
}
