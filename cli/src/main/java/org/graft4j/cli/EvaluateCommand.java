package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.EvaluationFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.TestTimeViews;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.report.RunResult;
import org.graft4j.model.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
          "Folder with folders named as the model's classes; of a divided one test/ is taken, or else val/.")
  private Path data = Path.of("");

  @Mixin private ViewsOption views = new ViewsOption();

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
    TestTimeViews shown = views.views();
    views.note(shown);
    TrainedModel model = ModelBundle.open(bundle).model();
    EvaluationFolder folder = Pictures.toEvaluate(data, model.labels(), strict);
    List<ImageItem> items = folder.items();
    long start = System.nanoTime();
    ClassificationReport result =
        Evaluator.classification().on(folder.part()).withViews(shown).evaluate(model, items);
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
}
