package dev.workerpool.local;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals to this JVM. The class for them ({@code sun.misc.Signal}) is there in every JDK but
 * warned about by the compiler, hence the reflection.
 */
public final class Signals {
  private Signals() {}

  /** Gives the number of every SIGINT, SIGTERM and SIGHUP away instead of ending the JVM. */
  public static void onEach(IntConsumer receiver) {
    on("INT", receiver);
    on("TERM", receiver);
    on("HUP", receiver);
  }

  /**
   * Gives the number of every such signal to {@code receiver} instead of what the JVM does at it.
   *
   * @param name without {@code SIG}
   */
  static void on(String name, IntConsumer receiver) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler invoked =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              receiver.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
            }
            return null;
          };
      Object proxy =
          Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, invoked);
      Object each = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, each, proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no signal handlers", e);
    }
  }
}
