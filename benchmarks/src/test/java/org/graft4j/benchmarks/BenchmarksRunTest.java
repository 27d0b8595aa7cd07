package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.graft4j.benchmarks.peer.Torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * That the benchmarks run, not how fast they are: each once, on small sizes, in this JVM. PyTorch
 * is among them where its jars are, with {@code -Pcpu,peers}.
 */
@Tag("slow")
class BenchmarksRunTest {
  private static final String PEER = "PYTORCH";

  @ParameterizedTest
  @CsvSource({
    "TrunkForward, engine, STOCK GRAFT4J PYTORCH, 1",
    "TrainingStep, engine, STOCK GRAFT4J PYTORCH, 3",
    "CachedEpoch, engine, GRAFT4J PYTORCH, 1",
    "LinearProbeJob, job, COLD WARM PYTORCH, 1",
    "PredictionLatency, door, CLASSIFIER TRUNK PYTORCH, 1",
    "DecodeAndResize, reader, GRAFT4J DATAVEC, 1",
    "AugmentPolicy, policy, none light standard heavy datavec, 1",
    "AugmentGeometry, move, HORIZONTAL_FLIP ROTATE PERSPECTIVE AFFINE SHEAR TRANSLATE PAD RANDOM_RESIZED_CROP, 2",
    "AugmentColour, change, JITTER EQUALIZE DATAVEC_EQUALIZE GREYSCALE DATAVEC_GREY, 1"
  })
  void benchmark_runOnce_givesEachContender(
      String benchmark, String parameter, String contenders, int times) throws RunnerException {
    List<String> present = new ArrayList<>(List.of(contenders.split(" ", -1)));
    if (!Torch.present()) {
      present.remove(PEER);
    }
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("org\\.graft4j\\.benchmarks\\." + benchmark + "\\..*")
                    .param(parameter, present.toArray(String[]::new))
                    .param("architecture", "resnet18")
                    .param("batch", "2")
                    .param("size", "64")
                    .param("pictures", "16")
                    .param("examples", "64")
                    .mode(Mode.SingleShotTime)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(1))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).hasSize(times * present.size());
    assertThat(results)
        .extracting(result -> result.getParams().getParam(parameter))
        .hasSameElementsAs(present);
  }
}
