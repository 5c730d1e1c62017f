package dev.workerpool.kube;

import dev.workerpool.api.Labels;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.Callers;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Tells who a projected token belongs to. The API server's word for audience, ServiceAccount and
 * pod is not enough, since it lags a pod's end by up to 70 s: the pod must also live, and be of a
 * pool that does, as our own watch shows it, at every single call.
 */
public final class TokenReviewCallers implements Callers {
  private static final Duration REMEMBERED = Duration.ofSeconds(60);

  /** A refusal is remembered only so long that a caller in a loop is no load on the API server. */
  private static final Duration REFUSAL_REMEMBERED = Duration.ofSeconds(3);

  private static final int MAX_REMEMBERED = 20_000;
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
  private static final String ACCOUNT = "system:serviceaccount:";

  private final KubernetesClient client;
  private final KnownWorkers pods;
  private final String operatorAccount;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final Map<String, Review> reviews = new ConcurrentHashMap<>();

  /** What is remembered of a token; {@code untilNanos} is set once the answer is there. */
  private record Review(CompletableFuture<Caller> caller, long untilNanos) {}

  /** Callers as the API server and those watches know them. */
  public TokenReviewCallers(
      KubernetesClient client, RelayWatches watches, String operatorAccount, Executor executor) {
    this(client, watches, operatorAccount, executor, System::nanoTime);
  }

  /**
   * @param operatorAccount full name of the operator's account, {@code
   *     system:serviceaccount:NAMESPACE:NAME}
   * @param executor runs the blocking calls to the API server
   */
  TokenReviewCallers(
      KubernetesClient client,
      KnownWorkers pods,
      String operatorAccount,
      Executor executor,
      LongSupplier nanoTime) {
    this.client = client;
    this.pods = pods;
    this.operatorAccount = operatorAccount;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletionStage<Caller> identify(String token) {
    if (token == null || token.isBlank()) {
      return CompletableFuture.completedStage(new Caller.Refused(false, "a token is required"));
    }
    String key = ConnectTokens.hash(token);
    if (token.startsWith(ConnectTokens.PREFIX)) {
      return CompletableFuture.completedStage(guest(key));
    }
    long now = nanoTime.getAsLong();
    Review known = reviews.get(key);
    if (known != null && known.untilNanos() - now > 0) {
      return known.caller().thenCompose(c -> stillThere(c) ? known.caller() : ask(key, token));
    }
    return ask(key, token);
  }

  /** Never remembered: the watch knows, and may know another thing in a moment. */
  private Caller guest(String hash) {
    return pods.guest(hash, Instant.now())
        .<Caller>map(guest -> guest)
        .orElseGet(() -> new Caller.Refused(false, "no pool knows this token, or it has expired"));
  }

  /** A worker that the watch has seen to end isn't served from memory. */
  private boolean stillThere(Caller caller) {
    return !(caller instanceof Caller.Worker worker) || pods.heard(worker.podUid()).isPresent();
  }

  private CompletableFuture<Caller> ask(String key, String token) {
    CompletableFuture<Caller> answer =
        CompletableFuture.supplyAsync(() -> caller(review(token)), executor);
    makeRoom();
    Review review = new Review(answer, nanoTime.getAsLong() + REMEMBERED.toNanos());
    reviews.put(key, review);
    answer.whenComplete(
        (caller, failure) -> {
          if (failure != null) {
            reviews.remove(key, review);
          } else if (caller instanceof Caller.Refused) {
            long until = nanoTime.getAsLong() + REFUSAL_REMEMBERED.toNanos();
            reviews.replace(key, review, new Review(answer, until));
          }
        });
    return answer;
  }

  private void makeRoom() {
    if (reviews.size() >= MAX_REMEMBERED) {
      long now = nanoTime.getAsLong();
      reviews.values().removeIf(r -> r.untilNanos() - now <= 0);
      if (reviews.size() >= MAX_REMEMBERED) {
        reviews.clear();
      }
    }
  }

  private TokenReviewStatus review(String token) {
    TokenReview request =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(token)
            .withAudiences(Labels.AUDIENCE)
            .endSpec()
            .build();
    TokenReviewStatus status = client.resource(request).create().getStatus();
    if (status == null) {
      throw new IllegalStateException("the API server answered a TokenReview without status");
    }
    return status;
  }

  private Caller caller(TokenReviewStatus status) {
    if (!Boolean.TRUE.equals(status.getAuthenticated())
        || !status.getAudiences().contains(Labels.AUDIENCE)) {
      return new Caller.Refused(
          false, "the token was refused; it must be valid and for audience " + Labels.AUDIENCE);
    }
    String user = status.getUser().getUsername();
    if (operatorAccount.equals(user)) {
      return new Caller.Operator();
    }
    String name = extra(status, POD_NAME);
    String uid = extra(status, POD_UID);
    if (!user.startsWith(ACCOUNT) || name == null || uid == null) {
      return new Caller.Refused(true, user + " is no pod's ServiceAccount");
    }
    return worker(user, name, uid);
  }

  private Caller worker(String user, String podName, String podUid) {
    String[] account = user.substring(ACCOUNT.length()).split(":", 2);
    Optional<KnownWorkers.Worker> found = pods.find(account[0], podName, podUid);
    return found
        .filter(worker -> worker.account().equals(account[1]))
        .<Caller>map(w -> new Caller.Worker(w.namespace(), w.pool(), pods.channel(w), w.podUid()))
        .orElseGet(
            () ->
                new Caller.Refused(
                    true, "pod %s/%s is no live process of a pool".formatted(account[0], podName)));
  }

  private static String extra(TokenReviewStatus status, String key) {
    Map<String, List<String>> extra = status.getUser().getExtra();
    List<String> values = extra == null ? null : extra.get(key);
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
