package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay behind TLS: who is trusted, and as whom. */
class HttpsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path dir;

  @Test
  void authorityInTheFile_isTrusted_andItsConnectionKept() throws Exception {
    Path authority = certificate("relay", "localhost");
    try (RawServer server = serving("relay")) {
      var transport = new HttpTransport(target(server, "localhost", authority));
      assertThat(transport.exchange(Call.get("/queues")).status()).isEqualTo(200);
      assertThat(transport.exchange(Call.get("/queues")).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void anotherAuthority_isNot() throws Exception {
    certificate("relay", "localhost");
    Path authority = certificate("other", "localhost");
    try (RawServer server = serving("relay")) {
      var transport = new HttpTransport(target(server, "localhost", authority));
      assertThatThrownBy(() -> transport.exchange(Call.get("/queues")))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void certificateOfAnotherHost_isNone() throws Exception {
    Path authority = certificate("relay", "elsewhere.example");
    try (RawServer server = serving("relay")) {
      var transport = new HttpTransport(target(server, "localhost", authority));
      assertThatThrownBy(() -> transport.exchange(Call.get("/queues")))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("localhost");
    }
  }

  private static Target target(RawServer server, String host, Path authority) {
    return new Target(server.url("https", host).toString(), "ns", "ch", null, authority);
  }

  private RawServer serving(String name) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(name), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    ServerSocket socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getByName("localhost"));
    return RawServer.saying(socket, OK, OK);
  }

  /** Makes a key under that name; its certificate, which is its own authority, as PEM. */
  private Path certificate(String name, String host) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            ("%s -genkeypair -keyalg EC -alias key -dname CN=%s -ext san=dns:%s -validity 2"
                    + " -storetype PKCS12 -storepass changeit -keystore %s")
                .formatted(keytool, name, host, dir.resolve(name))
                .split(" "));
    Process made =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    byte[] der = store(name).getCertificate("key").getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(der);
    return Files.writeString(
        dir.resolve(name + ".pem"),
        "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  private KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(dir.resolve(name))) {
      store.load(in, PASSWORD);
    }
    return store;
  }
}
