package org.graft4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.doctor.DataDoctor;
import org.graft4j.eval.doctor.DoctorReport;
import org.graft4j.eval.doctor.Severity;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code graft4j doctor}. */
@Command(
    name = "doctor",
    description =
        "Looks for what is wrong with a folder of pictures: damaged files, copies across its parts,"
            + " odd classes, wrong labels.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private OptionalBackbone backbone = new OptionalBackbone();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();

  @Parameters(
      paramLabel = "DATA",
      description =
          "Folder with one folder of pictures a class, or with train/ and val/ or test/ of such.")
  private Path data = Path.of("");

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "Out-of-fold predictions, as 'cv --predictions' writes them, to find labels that may be"
              + " wrong.")
  private @Nullable Path predictions;

  @Option(
      names = "--val-fraction",
      paramLabel = "F",
      defaultValue = "0.2",
      description =
          "Share that 'train' would hold out, where DATA is not divided already (default:"
              + " ${DEFAULT-VALUE}).")
  private double validationFraction = 0.2;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(names = "--strict", description = "Exit with 1 if there is an error among the findings.")
  private boolean strict;

  @Option(names = "--force", description = "Replace what is at --out.")
  private boolean force;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the result there as JSON, with all ids.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the result as JSON, with all ids.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw usage("--val-fraction must be between 0 and 1, but was " + validationFraction);
    }
    backbone.require();
    if (out != null) {
      OutputFile.require("--out", out, force);
    }
    ImageFolder folder = ImageFolder.scan(data);
    DataDoctor.Builder doctor =
        DataDoctor.builder()
            .validationFraction(validationFraction)
            .seed(Seed.of(seed))
            .listener(new DoctorProgress());
    if (predictions != null) {
      doctor.predictions(PredictionFile.read(predictions));
    }
    DoctorReport result = examined(doctor, folder);
    if (out != null) {
      byte[] text = result.toJson().getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(out, force, stream -> stream.write(text));
      Terminal.note("result: " + out);
    }
    if (json) {
      Terminal.json(result.toJson());
    } else {
      DoctorText.lines(result).forEach(Terminal::result);
    }
    return strict && result.count(Severity.ERROR) > 0 ? 1 : 0;
  }

  private DoctorReport examined(DataDoctor.Builder doctor, ImageFolder folder) throws IOException {
    Interrupt interrupt = Objects.requireNonNull(root).interrupt();
    interrupt.workStarts();
    doctor.stopWhen(interrupt::requested);
    Optional<Backbone> loaded = backbone.load();
    if (loaded.isEmpty()) {
      return doctor.build().examine(folder);
    }
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      cache.ifPresent(doctor::cache);
      DoctorReport result = doctor.backbone(loaded.get()).build().examine(folder);
      cache.ifPresent(CacheOptions::note);
      return result;
    } finally {
      if (cache.isPresent()) {
        cache.get().close();
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
