package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft4j.eval.ClassificationReport;

/**
 * The model card, in the parts of Mitchell et al. 2019 (arXiv 1810.03993).
 *
 * @param facts of the run; the card names those that it knows
 */
record ModelCardSection(ModelCard card, Map<String, String> facts, ClassificationReport report)
    implements Section {
  private static final String UNSTATED = "Not stated by the maker of the model.";

  @Override
  public String title() {
    return "Model card";
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(
        "Model",
        "Classifier of pictures into "
            + report.confusion().labels().size()
            + " classes"
            + fact("backbone", ", on the backbone ")
            + fact("head", ", head "));
    entries.put("Weights", orElse(fact("weights", "SHA-256 "), "Not known."));
    entries.put(
        "Licence of the weights",
        orElse(
            fact("weightsLicence", ""),
            "Not among the facts of the run: see the weights card of the backbone."));
    entries.put("Training", orElse(fact("plan", ""), "Not known."));
    entries.put("Intended use", card.intendedUse().orElse(UNSTATED));
    entries.put("Out of scope", card.outOfScope().orElse(UNSTATED));
    entries.put("Training data", orElse(fact("train", ""), "Not known."));
    entries.put(
        "Evaluation data",
        report.n()
            + " samples of the "
            + report.split()
            + " split, "
            + occurring()
            + " of "
            + report.confusion().labels().size()
            + " classes among them");
    entries.put(
        "Metrics",
        Html.format(
            "Accuracy %.3f (%.0f\u202f%% interval %.3f to %.3f), macro F1 %.3f, log loss %.3f",
            report.accuracy(),
            report.accuracyInterval().confidence() * 100,
            report.accuracyInterval().low(),
            report.accuracyInterval().high(),
            report.macroF1(),
            report.logLoss()));
    entries.put("Ethical considerations", card.ethics().orElse(UNSTATED));
    entries.put("Caveats", card.caveats().map(text -> text + " ").orElse("") + ownCaveats());
    return entries;
  }

  private long occurring() {
    return report.perClass().stream().filter(metrics -> metrics.support() > 0).count();
  }

  private static String ownCaveats() {
    return "The numbers hold for pictures like those of the evaluation data, and no others.";
  }

  private String fact(String name, String before) {
    return Optional.ofNullable(facts.get(name)).map(value -> before + value).orElse("");
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  @Override
  public List<Block> blocks() {
    return List.of(ProvenanceSection.facts(entries()));
  }

  @Override
  public void putInto(ObjectNode root) {
    ObjectNode node = root.putObject("modelCard");
    entries().forEach(node::put);
  }
}
