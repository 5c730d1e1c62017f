package dev.workerpool.relay.hybrid;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The look from time to time whether all is still there. */
final class Audit {
  private final ChannelMaps maps;
  private final Knowledge known;
  private final Looking looking;
  private final Garbage garbage;
  private final Chores chores;
  private final Runnable onDisturbed;
  private final Chores.Chore chore;

  Audit(
      ChannelMaps maps,
      Knowledge known,
      Looking looking,
      Garbage garbage,
      Chores chores,
      Runnable onDisturbed) {
    this.maps = maps;
    this.known = known;
    this.looking = looking;
    this.garbage = garbage;
    this.chores = chores;
    this.onDisturbed = onDisturbed;
    this.chore = chores.chore(this::audit);
  }

  /** A commit has landed, or it was looked. */
  void later() {
    chore.after(maps.settings().audit());
  }

  private void audit() {
    chores
        .inTurn(this::auditNow)
        .whenComplete(
            (fine, failure) -> {
              if (chores.resting()) {
                return;
              }
              if (Boolean.FALSE.equals(fine)) {
                onDisturbed.run();
              }
              later();
            });
  }

  private CompletionStage<Boolean> auditNow() {
    if (chores.resting() || known.inDoubt()) {
      return Calls.now(true);
    }
    return maps.headMeta()
        .thenCompose(
            head -> known.standing().isAt(head) ? Calls.now(false) : looking.lookWhatMoved())
        .thenCompose(moved -> moved ? Calls.now(false) : auditObjects());
  }

  private CompletionStage<Boolean> auditObjects() {
    Map<String, String> objects = known.standing().objects();
    if (objects.isEmpty()) {
      return Calls.now(true);
    }
    return maps.inventory()
        .thenApply(
            inventory -> {
              boolean all =
                  objects.entrySet().stream()
                      .allMatch(e -> inventory.has(e.getKey(), e.getValue()));
              if (!all) {
                known.disturb();
              } else {
                garbage.collectIfAny(inventory);
              }
              return all;
            });
  }
}
