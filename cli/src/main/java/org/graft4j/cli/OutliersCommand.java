package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.EvaluationFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.outlier.OutlierDetector;
import org.graft4j.eval.outlier.OutlierScore;
import org.graft4j.eval.outlier.OutlierSeparation;
import org.graft4j.model.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft4j outliers}. */
@Command(
    name = "outliers",
    description =
        "Measures how well a saved model tells pictures that it was not meant for from its own"
            + " kind.",
    mixinStandardHelpOptions = true)
final class OutliersCommand implements Callable<Integer> {
  private static final int SCHEMA_VERSION = 1;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A saved model, say model.zip.")
  private Path bundle = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description =
          "Pictures of the model's kind that it was not trained on: a folder with folders named as"
              + " its classes; of a divided one test/ is taken, or else val/.")
  private Path data = Path.of("");

  @Parameters(
      index = "2",
      paramLabel = "OUTLIERS",
      description = "Pictures of anything else; folders in it mean nothing.")
  private Path outliers = Path.of("");

  @Option(
      names = "--fit",
      paramLabel = "TRAINDATA",
      description =
          "The pictures that the model was trained on, for the Mahalanobis distance; of a divided"
              + " folder train/ is taken (default: without that score).")
  private @Nullable Path fit;

  @Option(
      names = "--strict",
      description = "Fail if a labelled picture cannot be read, instead of leaving it out.")
  private boolean strict;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    TrainedModel model = ModelBundle.open(bundle).model();
    EvaluationFolder own = Pictures.toEvaluate(data, model.labels(), strict);
    List<ImageItem> others = OutlierPictures.unlabelled(outliers);
    Map<String, List<ImageItem>> roles = new LinkedHashMap<>();
    roles.put("DATA", own.items());
    roles.put("OUTLIERS", others);
    if (fit != null) {
      roles.put("--fit", OutlierPictures.training(fit, model.labels(), strict));
    }
    OutlierPictures.requireApart(roles);
    print(own.part(), separations(detector(model, roles.get("--fit")), own.items(), others));
    return 0;
  }

  private static OutlierDetector detector(TrainedModel model, @Nullable List<ImageItem> training)
      throws WrongModelException {
    try {
      if (training == null) {
        return OutlierDetector.of(model);
      }
      Terminal.note(
          "features of " + Count.of(training.size(), "picture", "pictures") + " to fit on");
      return OutlierDetector.fit(model, training);
    } catch (IllegalArgumentException e) {
      throw new WrongModelException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A model or pictures that have no such scores. */
  private static final class WrongModelException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongModelException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static List<OutlierSeparation> separations(
      OutlierDetector detector, List<ImageItem> own, List<ImageItem> others) {
    Terminal.note("features of " + Count.of(own.size(), "own picture", "own pictures"));
    Map<OutlierScore, double[]> inside = detector.scores(own);
    Terminal.note("features of " + Count.of(others.size(), "outlier", "outliers"));
    Map<OutlierScore, double[]> outside = detector.scores(others);
    List<OutlierSeparation> separations = new ArrayList<>();
    for (OutlierScore score : detector.scores()) {
      separations.add(OutlierSeparation.of(score, inside.get(score), outside.get(score)));
    }
    return separations;
  }

  private void print(String part, List<OutlierSeparation> separations) throws IOException {
    if (json) {
      Terminal.json(new ObjectMapper().writeValueAsString(json(part, separations)));
      return;
    }
    Terminal.result(
        String.format(
            Locale.ROOT,
            "%-16s %6s %-16s  %13s %-16s",
            "",
            "AUROC",
            "95 % interval",
            "FPR at 95 TPR",
            "95 % interval"));
    for (OutlierSeparation separation : separations) {
      Terminal.result(
          String.format(
              Locale.ROOT,
              "%-16s %6.3f %-16s  %13.3f %-16s",
              separation.score().id(),
              separation.rocArea().value().orElseThrow(),
              interval(separation.rocArea()),
              separation.missed().value().orElseThrow(),
              interval(separation.missed())));
    }
    Terminal.result(
        "on "
            + Count.of(separations.get(0).inside(), "own picture", "own pictures")
            + " ("
            + part
            + ") and "
            + Count.of(separations.get(0).outside(), "outlier", "outliers"));
    if (fit == null) {
      Terminal.note("name the training pictures with --fit for the Mahalanobis distance too");
    }
  }

  private static String interval(MetricValue value) {
    Interval interval = value.interval().orElseThrow();
    return String.format(Locale.ROOT, "[%.3f, %.3f]", interval.low(), interval.high());
  }

  private static ObjectNode json(String part, List<OutlierSeparation> separations) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("part", part);
    root.put("own", separations.get(0).inside());
    root.put("outliers", separations.get(0).outside());
    root.put("confidence", OutlierSeparation.CONFIDENCE);
    ArrayNode scores = root.putArray("scores");
    for (OutlierSeparation separation : separations) {
      ObjectNode node = scores.addObject();
      node.put("score", separation.score().id());
      node.put("auroc", separation.rocArea().value().orElseThrow());
      write(node.putArray("aurocInterval"), separation.rocArea());
      node.put("fprAt95Tpr", separation.missed().value().orElseThrow());
      write(node.putArray("fprAt95TprInterval"), separation.missed());
      node.put("threshold", separation.threshold());
    }
    return root;
  }

  private static void write(ArrayNode node, MetricValue value) {
    Interval interval = value.interval().orElseThrow();
    node.add(interval.low()).add(interval.high());
  }
}
