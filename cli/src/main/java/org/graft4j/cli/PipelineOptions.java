package org.graft4j.cli;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to train: the options of {@code train} and of commands that train as it does. */
final class PipelineOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Mixin private AugmentOption augment = new AugmentOption();
  @Mixin private MixOption mix = new MixOption();
  @Mixin private TuningOptions tuning = new TuningOptions();

  @Option(
      names = "--plan",
      defaultValue = "linear-probe",
      converter = PlanName.Converter.class,
      description =
          "linear-probe, head-then-all, gradual or full; gradual trains the head, then unfreezes one"
              + " more layer group every two epochs (default: ${DEFAULT-VALUE}).")
  private PlanName plan = PlanName.LINEAR_PROBE;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Epochs of the plan's last stage (default: 50 for linear-probe, 10 for head-then-all and"
              + " gradual, 30 for full).")
  private @Nullable Integer epochs;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description =
          "Highest learning rate of the head in the last stage; the plan's other rates keep their"
              + " proportion to it (default: 0.03 for linear-probe, 0.001 for head-then-all and"
              + " gradual, 0.002 for full).")
  private @Nullable Double rate;

  @Option(
      names = "--views",
      paramLabel = "N",
      description =
          "Views of each picture that a frozen part of the network sees, the plain one among them:"
              + " more of them cost more; 1 to 256, with --augment only (default: 4 with"
              + " --augment, else 1).")
  private @Nullable Integer views;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Pictures in a step (default: ${DEFAULT-VALUE}).")
  private int batch = 32;

  /** What was chosen; fails as wrong usage does if a value is out of its range. */
  TrainingPipeline pipeline() throws IOException {
    CommandLine line = Objects.requireNonNull(command).commandLine();
    try {
      return new TrainingPipeline(
          plan,
          epochs,
          rate,
          augment.text(),
          augment.augmentation(),
          views,
          mix.mixing(),
          batch,
          tuning.given(line.getParseResult()));
    } catch (WrongValue e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()));
    }
  }
}
