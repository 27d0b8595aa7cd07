package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.EvaluationFolder;
import org.graft4j.data.ImageItem;
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
      Terminal.json(OutliersJson.of(part, separations));
      return;
    }
    OutliersText.lines(part, separations).forEach(Terminal::result);
    if (fit == null) {
      Terminal.note("name the training pictures with --fit for the Mahalanobis distance too");
    }
  }
}
