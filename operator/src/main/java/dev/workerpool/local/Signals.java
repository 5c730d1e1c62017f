package dev.workerpool.local;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * SIGINT, SIGTERM and SIGHUP to this JVM. The class for it ({@code sun.misc.Signal}) is there in
 * every JDK but warned about by the compiler, hence the reflection.
 */
final class Signals {
  private Signals() {}

  /** Gives every such signal's number to {@code receiver} instead of ending the JVM. */
  static void onEach(IntConsumer receiver) {
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
      for (String name : new String[] {"INT", "TERM", "HUP"}) {
        Object each = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, each, proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no signal handlers", e);
    }
  }
}
