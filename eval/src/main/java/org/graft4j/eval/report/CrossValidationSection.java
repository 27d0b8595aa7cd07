package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.graft4j.eval.MetricValue;

/** How the way of training did on several divisions of the data. */
record CrossValidationSection(Optional<FoldScores> scores) implements Section {

  @Override
  public String title() {
    return "Cross-validation";
  }

  @Override
  public List<Block> blocks() {
    return scores.map(CrossValidationSection::blocks).orElse(List.of());
  }

  private static List<Block> blocks(FoldScores scores) {
    MetricValue mean = scores.mean();
    Table table = Table.of("Cross-validation").text("Fold").number("Samples").number(mean.name());
    scores
        .folds()
        .forEach(
            fold ->
                table.row(
                    Words.named(fold.name()), Words.count(fold.n()), Words.number(fold.value())));
    long samples = scores.folds().stream().mapToLong(FoldScores.Fold::n).sum();
    table.foot(Words.of("Mean"), Words.count(samples), Words.number(mean.value()));
    Words words = Words.of("Divided by ").name(scores.method()).text(".");
    mean.interval()
        .ifPresent(i -> words.text(" Interval of the mean: " + MetricsSection.words(i).markdown()));
    words.text(mean.note().isEmpty() ? "" : ". " + mean.note());
    return List.of(table, Block.note(words));
  }

  @Override
  public void putInto(ObjectNode root) {
    if (scores.isEmpty()) {
      root.putNull("crossValidation");
      return;
    }
    ObjectNode node = root.putObject("crossValidation");
    node.put("method", scores.get().method());
    ArrayNode folds = node.putArray("folds");
    for (FoldScores.Fold fold : scores.get().folds()) {
      ObjectNode entry = folds.addObject();
      entry.put("name", fold.name());
      entry.put("n", fold.n());
      entry.put("value", fold.value().isPresent() ? fold.value().getAsDouble() : null);
    }
    MetricsSection.put(node.putObject("mean"), scores.get().mean());
  }
}
