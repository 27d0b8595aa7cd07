package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.EvaluationFolder;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.transfer.compress.ChannelPruning;
import org.graft4j.transfer.compress.MagnitudePruning;
import org.graft4j.transfer.compress.Recovery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft4j compress}. */
@Command(
    name = "compress",
    description = {
      "Makes a saved model smaller, and says what that gained and cost: bytes, parameters,"
          + " multiply-adds, time and, with --data, accuracy.",
      "Channels are taken out first, then weights pruned, then the rest trained, then rounded."
          + " Without any of these options the weights are written as plain floats, which DL4J's"
          + " ModelSerializer opens; with --channels or --prune a model that was stored as int8 or"
          + " sparse stays so."
    },
    mixinStandardHelpOptions = true)
final class CompressCommand implements Callable<Integer> {

  /** The criteria of {@link ChannelPruning} by short names. */
  enum By {
    /** Sum of the filter's magnitudes. */
    FILTER,
    /** Scale of the batch norm. */
    NORM
  }

  @Parameters(paramLabel = "MODEL", description = "A saved model, say model.zip.")
  private Path model = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the smaller model goes.")
  private Path out = Path.of("");

  @Option(
      names = "--channels",
      paramLabel = "SHARE",
      description =
          "Take that share of the channels inside of blocks out, above 0 and below 1: less to store"
              + " and to compute.")
  private @Nullable Double channels;

  @Option(
      names = "--channels-by",
      paramLabel = "filter|norm",
      description =
          "The channels that go: those with the smallest filters, or the smallest batch norm scale"
              + " (default: filter).")
  private @Nullable By channelsBy;

  @Option(
      names = "--prune",
      paramLabel = "SHARE",
      description =
          "Set that share of the weights to zero, the smallest ones, above 0 and below 1: less to"
              + " store, not less to compute.")
  private @Nullable Double prune;

  @Option(
      names = "--per-layer",
      description =
          "Prune that share of each layer's weights, instead of all layers' weights together.")
  private boolean perLayer;

  @Option(
      names = "--int8",
      description = "Store weights as one byte each; they are floats again when opened.")
  private boolean int8;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Measure both models there: folders named as the model's classes; of a divided one test/ is"
              + " taken, or else val/.")
  private @Nullable Path data;

  @Option(
      names = "--fine-tune",
      paramLabel = "EPOCHS",
      description = "Train what is left on train/ of --data; zeros stay zeros.")
  private @Nullable Integer fineTune;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "Highest learning rate of --fine-tune (default: " + Recovery.RATE + ").")
  private @Nullable Double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the training and of the draws (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(names = "--force", description = "Replace what is at --out.")
  private boolean force;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireShare("--channels", channels);
    requireShare("--prune", prune);
    if (perLayer && prune == null) {
      throw new WrongValue("--per-layer must come with --prune, but there is none");
    }
    if (channelsBy != null && channels == null) {
      throw new WrongValue("--channels-by must come with --channels, but there is none");
    }
    requireFineTune();
    if (data != null) {
      OutputFile.requireOutside("--out", out, data);
    }
    OutputFile.require("--out", out, force);
    CompressJob job =
        new CompressJob(
            model,
            out,
            force,
            Optional.ofNullable(channels).map(this::channelPruning),
            Optional.ofNullable(prune).map(this::weightPruning),
            Optional.ofNullable(fineTune).map(this::fineTuning),
            int8,
            Seed.of(seed));
    CompressOutcome outcome = job.run(new Folder(data, fineTune != null));
    if (json) {
      JsonResult.print(outcome.json());
    } else {
      outcome.lines().forEach(Terminal::result);
    }
    return 0;
  }

  private void requireFineTune() throws IOException {
    if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new WrongValue("--lr must be positive and finite, say 0.0003, but was " + rate);
    }
    if (fineTune == null) {
      if (rate != null) {
        throw new WrongValue("--lr must come with --fine-tune, but there is none");
      }
      return;
    }
    if (fineTune <= 0) {
      throw new WrongValue("--fine-tune must be positive, but was " + fineTune);
    }
    if (data == null) {
      throw new WrongValue("--fine-tune must come with --data, but there is none");
    }
    if (prune == null && channels == null) {
      throw new WrongValue(
          "--fine-tune must come with --prune or --channels, but there is neither; train goes on"
              + " with a model as it is");
    }
    if (Files.isDirectory(data) && !Files.isDirectory(data.resolve("train"))) {
      throw new WrongValue(
          "--fine-tune must have a folder with train/ and val/ or test/, so that it is not measured"
              + " on what it trained on, but "
              + data
              + " has none");
    }
  }

  private ChannelPruning channelPruning(double share) {
    return ChannelPruning.of(share)
        .by(
            channelsBy == By.NORM
                ? ChannelPruning.Criterion.NORM_SCALE
                : ChannelPruning.Criterion.FILTER_NORM);
  }

  private Recovery fineTuning(int epochs) {
    Recovery usual = Recovery.of(epochs, Seed.of(seed));
    return rate == null ? usual : usual.atRate(rate);
  }

  private MagnitudePruning weightPruning(double share) {
    MagnitudePruning pruning = MagnitudePruning.of(share);
    return perLayer ? pruning.perLayer() : pruning;
  }

  private static void requireShare(String option, @Nullable Double share) {
    if (share != null && !(share > 0 && share < 1)) {
      throw new WrongValue(option + " must be above 0 and below 1, say 0.3, but was " + share);
    }
  }

  /**
   * The pictures, which are looked for when the model's classes are known.
   *
   * @param trains whether some of them are trained on
   */
  record Folder(@Nullable Path path, boolean trains) {

    Optional<EvaluationFolder> measured(LabelMap labels) throws IOException {
      return path == null
          ? Optional.empty()
          : Optional.of(Pictures.toEvaluate(path, labels, false));
    }

    Optional<DatasetSplit> training() throws IOException {
      if (!trains || path == null) {
        return Optional.empty();
      }
      Optional<DatasetSplit> split = Pictures.toTrainOn(path, false, Optional.empty()).givenSplit();
      if (split.isEmpty()) {
        throw new IOException("--fine-tune found no train/ and val/ or test/ in " + path);
      }
      return split;
    }
  }
}
