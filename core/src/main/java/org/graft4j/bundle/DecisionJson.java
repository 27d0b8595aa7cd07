package org.graft4j.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.graft4j.model.Abstention;
import org.graft4j.model.Decision;
import org.graft4j.runtime.StrictJson;

/** A decision in {@code graft4j.json}. */
final class DecisionJson {
  private DecisionJson() {}

  static void write(Decision decision, ObjectNode node) {
    node.put("temperature", decision.temperature());
    node.put("views", decision.views());
    if (decision.abstention().isEmpty()) {
      node.putNull("abstention");
      return;
    }
    Abstention abstention = decision.abstention().get();
    node.putObject("abstention")
        .put("threshold", abstention.threshold())
        .put("maxError", abstention.maxError())
        .put("confidence", abstention.confidence())
        .put("coverage", abstention.coverage());
  }

  static Decision read(StrictJson node) {
    Optional<Abstention> abstention =
        node.any("abstention").isNull()
            ? Optional.empty()
            : Optional.of(abstention(node.object("abstention")));
    Decision decision = new Decision(node.number("temperature"), abstention, node.text("views"));
    node.requireNothingElse();
    return decision;
  }

  private static Abstention abstention(StrictJson node) {
    Abstention abstention =
        new Abstention(
            node.number("threshold"),
            node.number("maxError"),
            node.number("confidence"),
            node.number("coverage"));
    node.requireNothingElse();
    return abstention;
  }
}
