package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.graft4j.bundle.Classification;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.bundle.LabelProbability;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.TestTimeViews;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code graft4j predict}. A picture that cannot be read is named, and the others go on. */
@Command(
    name = "predict",
    description = "Classifies pictures with a saved model.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A saved model, say model.zip.")
  private Path bundle = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PICTURE",
      description = "Picture files.")
  private List<Path> pictures = List.of();

  @Mixin private ViewsOption views = new ViewsOption();

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "3",
      description = "Classes to show for each picture (default: ${DEFAULT-VALUE}).")
  private int top = 3;

  @Option(names = "--json", description = "Print a list as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (top <= 0) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--top must be positive, but was " + top);
    }
    TestTimeViews shown = views.views();
    views.note(shown);
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode list = mapper.createArrayNode();
    boolean failed = false;
    TrainedModel model = ModelBundle.open(bundle).model();
    Decision fitted = model.decision();
    try (ImageClassifier classifier = ImageClassifier.of(model).withViews(shown)) {
      noteDecision(classifier.decision(), fitted);
      for (Path picture : pictures) {
        try {
          if (Files.isDirectory(picture)) {
            throw new IOException("'" + picture + "' is a folder: name picture files");
          }
          Classification classification = classifier.classify(picture, top);
          show(picture, classification, list.addObject());
        } catch (IOException e) {
          failed = true;
          list.addObject().put("picture", picture.toString()).put("error", Failure.message(e));
          Failure.report(e, Objects.requireNonNull(root).debug());
        }
      }
    }
    if (json) {
      Terminal.json(mapper.writeValueAsString(list));
    }
    return failed ? 1 : 0;
  }

  /** A promise that does not hold here must not be believed. */
  private static void noteDecision(Decision inEffect, Decision fitted) {
    if (!inEffect.equals(fitted)) {
      Terminal.note(
          "the model's temperature and threshold were fitted on other views ("
              + fitted.views()
              + ") and are left out: probabilities are the network's own");
    }
  }

  private void show(Path picture, Classification classification, ObjectNode node) {
    node.put("picture", picture.toString());
    node.put("abstained", classification.abstained());
    ArrayNode classes = node.putArray("classes");
    StringBuilder line =
        new StringBuilder(picture + (classification.abstained() ? ":  unsure:" : ":"));
    for (LabelProbability entry : classification.top()) {
      classes.addObject().put("label", entry.label()).put("probability", entry.probability());
      line.append(String.format(Locale.ROOT, "  %s %.3f", entry.label(), entry.probability()));
    }
    if (!json) {
      Terminal.result(line.toString());
    }
  }
}
