package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.report.RunResult;
import org.graft4j.model.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft4j evaluate}. */
@Command(
    name = "evaluate",
    description = "Measures a saved model on a folder of pictures.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A saved model, say model.zip.")
  private Path bundle = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description =
          "Folder with one folder a class; of a divided one the test or val part is taken.")
  private Path data = Path.of("");

  @Option(
      names = "--strict",
      description = "Fail if a picture cannot be read, instead of leaving it out.")
  private boolean strict;

  @Option(names = "--force", description = "Replace what is at --report.")
  private boolean force;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write report.html and report.json there.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (report != null) {
      OutputFile.requireFolder(report, force);
    }
    TrainedModel model = ModelBundle.open(bundle).model();
    ImageFolder folder = Pictures.scan(data, strict);
    String part = part(folder);
    List<ImageItem> items =
        relabelled(
            folder.givenSplit().map(DatasetSplit::heldOut).orElseGet(folder::items),
            folder.labels(),
            model.labels());
    long start = System.nanoTime();
    ClassificationReport result = Evaluator.classification().on(part).evaluate(model, items);
    if (report != null) {
      double seconds = (System.nanoTime() - start) / 1e9;
      Path page =
          Reports.write(
              report,
              "Evaluation on " + data.toAbsolutePath().normalize().getFileName(),
              "evaluation",
              List.of(new RunResult("evaluation", seconds, result, List.of())),
              model.provenance().facts(),
              items);
      Terminal.note("report: " + page);
    }
    Terminal.result(
        json ? new ObjectMapper().readTree(result.toJson()).toString() : Reports.line(result));
    return 0;
  }

  private static String part(ImageFolder folder) {
    if (folder.givenSplit().isEmpty()) {
      return "all";
    }
    return folder.givenSplit().get().test().isEmpty() ? "validation" : "test";
  }

  /** The folder numbers its classes itself; the model's numbers are the ones that count. */
  private static List<ImageItem> relabelled(List<ImageItem> items, LabelMap from, LabelMap to) {
    TreeSet<String> unknown = new TreeSet<>();
    List<ImageItem> result = new ArrayList<>();
    for (ImageItem item : items) {
      String name = from.name(item.label());
      OptionalInt index = to.indexOf(name);
      if (index.isPresent()) {
        result.add(new ImageItem(item.file(), item.id(), index.getAsInt()));
      } else {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "the model does not know the classes "
              + unknown
              + "; it was trained on "
              + to
              + ". Rename or remove their folders");
    }
    return result;
  }
}
