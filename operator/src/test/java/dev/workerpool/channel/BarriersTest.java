package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parties that wait for each other. */
class BarriersTest {
  private final Play play = new Play();

  @BeforeEach
  void sessions() {
    play.session(A);
    play.session(B);
  }

  private void made(int parties) {
    PrimitiveRules rules = PrimitiveRules.of(PrimitiveKind.BARRIER, parties);
    Outcome made = play.does(A, new Operation.MakePrimitive(PrimitiveId.barrier("b"), rules));
    assertThat(made).isEqualTo(new Outcome.QueueMade(true));
  }

  private Outcome cross(Owner owner, String attempt) {
    return play.does(owner, new Operation.AwaitOthers("b", idOf(owner), attempt, false));
  }

  private Outcome last(Owner owner, String attempt) {
    return play.does(owner, new Operation.AwaitOthers("b", idOf(owner), attempt, true));
  }

  @Test
  void barrier_letsAllGoWhenTheLastHasCome() {
    made(2);
    assertThat(cross(A, "a")).isEqualTo(new Outcome.Empty());
    assertThat(cross(A, "a")).isEqualTo(new Outcome.Empty());
    play.crash();
    play.session(A);
    play.session(B);
    assertThat(cross(B, "b")).isEqualTo(new Outcome.Crossed(1));
    assertThat(cross(A, "a")).isEqualTo(new Outcome.Crossed(0));
    assertThat(cross(B, "b")).isEqualTo(new Outcome.Crossed(1));
    assertThat(cross(A, "next")).isEqualTo(new Outcome.Empty());
  }

  @Test
  void barrier_askedForTheLastTime_isPassedOrBreaks_nothingBetween() {
    made(2);
    cross(A, "a");
    assertThat(last(B, "b")).isEqualTo(new Outcome.Crossed(1));
    assertThat(last(A, "a")).isEqualTo(new Outcome.Crossed(0));
    cross(A, "next");
    assertThat(last(A, "next")).isEqualTo(new Outcome.BarrierBroken("b"));
    assertThat(cross(B, "next")).isEqualTo(new Outcome.BarrierBroken("b"));
    play.does(A, new Operation.ChangeBarrier("b", false));
    assertThat(last(A, "next")).isEqualTo(new Outcome.BarrierBroken("b"));
    assertThat(cross(B, "again")).isEqualTo(new Outcome.Empty());
  }

  @Test
  void barrier_ofFewerPartiesThanWait_letsThoseGoWhoCameFirst() {
    PrimitiveId id = PrimitiveId.barrier("b");
    play.does(A, declared(id, PrimitiveRules.of(PrimitiveKind.BARRIER, 5)));
    cross(A, "a");
    cross(A, "b");
    cross(B, "c");
    play.does(A, declared(id, PrimitiveRules.of(PrimitiveKind.BARRIER, 2)));
    assertThat(cross(B, "c")).isEqualTo(new Outcome.Empty());
    assertThat(cross(A, "a")).isEqualTo(new Outcome.Crossed(0));
    assertThat(cross(A, "b")).isEqualTo(new Outcome.Crossed(1));
    assertThat(cross(A, "d")).isEqualTo(new Outcome.Crossed(1));
    assertThat(cross(B, "c")).isEqualTo(new Outcome.Crossed(0));
  }

  private static Operation declared(PrimitiveId id, PrimitiveRules rules) {
    return new Operation.Declare(new Declaration(List.of(), List.of(), Map.of(id, rules)));
  }

  @Test
  void barrier_breaksWhenOneWhoWaitsEnds_untilItIsReset() {
    made(3);
    cross(A, "a");
    cross(B, "b");
    play.does(A, new Operation.EndOwner("pod-b", -9));
    assertThat(cross(A, "a")).isEqualTo(new Outcome.BarrierBroken("b"));
    assertThat(cross(A, "new")).isEqualTo(new Outcome.BarrierBroken("b"));
    play.does(A, new Operation.ChangeBarrier("b", false));
    assertThat(cross(A, "a")).isEqualTo(new Outcome.BarrierBroken("b"));
    assertThat(cross(A, "new")).isEqualTo(new Outcome.Empty());
    play.does(A, new Operation.ChangeBarrier("b", false));
    assertThat(cross(A, "new")).isEqualTo(new Outcome.BarrierBroken("b"));
  }
}
