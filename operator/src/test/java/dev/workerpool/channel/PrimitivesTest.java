package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrimitivesTest {
  private final Play play = new Play();

  @BeforeEach
  void sessions() {
    play.session(A);
    play.session(B);
    play.does(A, new Operation.MakeQueue("other", 0));
  }

  private void made(PrimitiveKind kind, String name, int value) {
    PrimitiveId id = new PrimitiveId(kind.family(), name);
    Outcome made = play.does(A, new Operation.MakePrimitive(id, PrimitiveRules.of(kind, value)));
    assertThat(made).isEqualTo(new Outcome.QueueMade(true));
  }

  private Outcome acquire(Owner owner, String attempt) {
    return play.does(owner, new Operation.Acquire("s", idOf(owner), attempt));
  }

  private String grant(Owner owner, String attempt) {
    return ((Outcome.Granted) acquire(owner, attempt)).grant();
  }

  private Outcome release(Owner owner, String grant, String key) {
    return play.does(owner, new Operation.Release("s", idOf(owner), grant, key));
  }

  private int free() {
    PrimitiveId id = PrimitiveId.semaphore("s");
    return ((Outcome.PrimitiveIs) play.does(A, new Operation.ReadPrimitive(id))).value().free();
  }

  @Test
  void lock_isHeldByOne_andTheSameAttemptGetsTheSameGrant() {
    made(PrimitiveKind.LOCK, "s", 1);
    String grant = grant(A, "a");
    assertThat(acquire(A, "a")).isEqualTo(new Outcome.Granted(grant, 0));
    assertThat(acquire(A, "a2")).isEqualTo(new Outcome.Empty());
    assertThat(acquire(B, "b")).isEqualTo(new Outcome.Empty());
    assertThat(release(A, grant, "k")).isEqualTo(new Outcome.Released(1));
    assertThat(release(A, grant, "k")).isEqualTo(new Outcome.Released(1));
    assertThat(acquire(A, "a")).isInstanceOf(Outcome.Malformed.class);
    assertThat(acquire(B, "b")).isInstanceOf(Outcome.Granted.class);
  }

  @Test
  void waitThatComesAfterItWasGivenUp_releasesNothing() {
    made(PrimitiveKind.LOCK, "s", 1);
    PrimitiveId id = PrimitiveId.condition("late");
    play.does(A, new Operation.MakePrimitive(id, PrimitiveRules.condition("s")));
    String grant = grant(A, "a");
    for (int repeated = 0; repeated < 2; repeated++) {
      assertThat(play.does(A, new Operation.GiveUp("late", idOf(A), "w")))
          .isInstanceOf(Outcome.NotFound.class);
    }
    assertThat(play.does(A, new Operation.AwaitNotice("late", idOf(A), "w", grant)))
        .isEqualTo(new Outcome.Notice(false));
    assertThat(free()).isZero();
    assertThat(release(A, grant, "k")).isEqualTo(new Outcome.Released(1));
  }

  @Test
  void lock_mayBeReleasedByAnother_butAnRLockNot() {
    made(PrimitiveKind.LOCK, "s", 1);
    grant(A, "a");
    assertThat(release(B, null, "k")).isEqualTo(new Outcome.Released(1));
    assertThat(release(B, null, "k2")).isEqualTo(new Outcome.SurplusRelease("s"));
    play.does(A, new Operation.EndOwner("pod-a", 0));
    play.session(A);
    made(PrimitiveKind.RLOCK, "s", 1);
    String grant = grant(A, "a3");
    assertThat(release(B, null, "k3")).isEqualTo(new Outcome.SurplusRelease("s"));
    assertThat(release(B, grant, "k4")).isEqualTo(new Outcome.SurplusRelease("s"));
    assertThat(release(A, null, "k5")).isEqualTo(new Outcome.Released(1));
  }

  @Test
  void semaphore_mayBeReleasedBeyondItsValue_butABoundedOneNot() {
    made(PrimitiveKind.SEMAPHORE, "s", 0);
    assertThat(acquire(A, "a")).isEqualTo(new Outcome.Empty());
    assertThat(release(B, null, "k")).isEqualTo(new Outcome.Released(1));
    assertThat(acquire(A, "a")).isInstanceOf(Outcome.Granted.class);
    assertThat(free()).isZero();
    play.does(A, new Operation.EndOwner("pod-a", 0));
    play.session(A);
    made(PrimitiveKind.BOUNDED_SEMAPHORE, "s", 2);
    grant(A, "a");
    assertThat(release(A, null, "k2")).isEqualTo(new Outcome.Released(2));
    assertThat(release(A, null, "k3")).isEqualTo(new Outcome.SurplusRelease("s"));
  }

  @Test
  void grant_survivesATakeover_andEndsWithItsHolder() {
    made(PrimitiveKind.LOCK, "s", 1);
    String grant = grant(B, "b");
    play.crash();
    play.session(A);
    assertThat(acquire(A, "a")).isEqualTo(new Outcome.Empty());
    play.session(B);
    assertThat(acquire(B, "b")).isEqualTo(new Outcome.Granted(grant, 0));
    play.crash();
    play.session(A);
    play.does(A, new Operation.EndOwner("pod-b", -9));
    assertThat(acquire(A, "a")).isInstanceOf(Outcome.Granted.class);
  }

  @Test
  void grant_endsWhenItsSessionIsClosed_evenIfThatWasOpenedUnderAnotherRelay() {
    made(PrimitiveKind.LOCK, "s", 1);
    grant(B, "b");
    play.crash();
    play.session(A);
    play.does(B, new Operation.CloseSession(idOf(B)));
    assertThat(acquire(A, "a")).isInstanceOf(Outcome.Granted.class);
  }

  @Test
  void grantOfAGuest_thatDoesNotComeBack_endsAfterItsSilence() {
    made(PrimitiveKind.LOCK, "s", 1);
    Owner guest = Owner.guest("laptop");
    play.session(guest);
    grant(guest, "g");
    play.crash();
    play.does(A, new Operation.Expire());
    assertThat(free()).isZero();
    play.pass(Duration.ofSeconds(31));
    play.does(A, new Operation.Expire());
    assertThat(free()).isEqualTo(1);
  }

  private void condition() {
    made(PrimitiveKind.RLOCK, "s", 1);
    play.does(
        A, new Operation.MakePrimitive(PrimitiveId.condition("c"), PrimitiveRules.condition("s")));
  }

  private Outcome await(Owner owner, String attempt, String grant) {
    return play.does(owner, new Operation.AwaitNotice("c", idOf(owner), attempt, grant));
  }

  private Outcome wake(Owner owner, Integer count, String key) {
    return play.does(owner, new Operation.Notify("c", idOf(owner), count, key));
  }

  @Test
  void condition_waitReleasesTheLock_andIsNotifiedOnce() {
    condition();
    assertThat(await(B, "w", "1")).isEqualTo(new Outcome.LockNotHeld("s"));
    assertThat(await(B, "w", grant(B, "b"))).isEqualTo(new Outcome.Empty());
    assertThat(free()).isEqualTo(1);
    assertThat(wake(A, 1, "k")).isEqualTo(new Outcome.LockNotHeld("s"));
    grant(A, "a");
    assertThat(await(B, "w", "gone")).isEqualTo(new Outcome.Empty());
    assertThat(wake(A, 1, "k")).isEqualTo(new Outcome.Notified(1));
    assertThat(wake(A, 1, "k")).isEqualTo(new Outcome.Notified(1));
    assertThat(wake(A, null, "k2")).isEqualTo(new Outcome.Notified(0));
    play.crash();
    play.session(B);
    assertThat(await(B, "w", "gone")).isEqualTo(new Outcome.Notice(true));
  }

  @Test
  void condition_waiterGivesUp_unlessItWasNotified() {
    condition();
    await(B, "w", grant(B, "b"));
    await(B, "v", grant(B, "b2"));
    grant(A, "a");
    wake(A, 1, "k");
    assertThat(play.does(B, new Operation.GiveUp("c", idOf(B), "w")))
        .isEqualTo(new Outcome.Notice(true));
    assertThat(play.does(B, new Operation.GiveUp("c", idOf(B), "v")))
        .isEqualTo(new Outcome.Notice(false));
    assertThat(await(B, "v", "x")).isEqualTo(new Outcome.Notice(false));
    assertThat(play.does(B, new Operation.GiveUp("c", idOf(B), "never")))
        .isInstanceOf(Outcome.NotFound.class);
  }

  @Test
  void declared_stayAndFollowTheSpec_othersGoWithTheirCreator() {
    made(PrimitiveKind.LOCK, "s", 1);
    Map<PrimitiveId, PrimitiveRules> spec =
        Map.of(
            PrimitiveId.semaphore("d"), PrimitiveRules.of(PrimitiveKind.SEMAPHORE, 2),
            PrimitiveId.condition("c"), PrimitiveRules.condition("s"));
    Operation declare = new Operation.Declare(new Declaration(List.of(), List.of(), spec));
    play.does(A, declare);
    assertThat(play.changes).hasSize(2);
    play.does(A, declare);
    assertThat(play.changes).isEmpty();
    play.does(B, new Operation.EndOwner("pod-a", 0));
    assertThat(play.state.primitives()).containsOnlyKeys(spec.keySet());
    play.does(B, new Operation.Acquire("d", idOf(B), "b"));
    play.does(B, new Operation.Declare(Declaration.NOTHING));
    assertThat(play.state.primitives().keySet()).containsExactly(PrimitiveId.semaphore("d"));
    play.does(B, new Operation.CloseSession(idOf(B)));
    play.does(B, new Operation.Declare(Declaration.NOTHING));
    assertThat(play.state.primitives()).isEmpty();
  }

  @Test
  void makingWhatIsThereOtherwise_isRefused() {
    made(PrimitiveKind.LOCK, "s", 1);
    for (PrimitiveRules rules :
        List.of(
            PrimitiveRules.of(PrimitiveKind.RLOCK, 1),
            PrimitiveRules.of(PrimitiveKind.SEMAPHORE, 1))) {
      assertThat(play.does(A, new Operation.MakePrimitive(PrimitiveId.semaphore("s"), rules)))
          .isInstanceOf(Outcome.ExistsDifferently.class);
    }
    assertThat(
            play.does(
                A,
                new Operation.MakePrimitive(
                    PrimitiveId.condition("c"), PrimitiveRules.condition("nope"))))
        .isInstanceOf(Outcome.NotFound.class);
  }
}
