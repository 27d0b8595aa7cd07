package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.bundle.StoredWeights;
import org.graft4j.data.TestTimeViews;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved model made smaller, and what was said of it. */
class CompressCommandTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path model;

  @TempDir Path own;

  @BeforeAll
  static void train() throws Exception {
    data = Pieces.divided(folder.resolve("pictures"));
    model = folder.resolve("model.zip");
    Run.of(
            "train",
            data,
            "--backbone",
            Pieces.weights(folder),
            "--arch",
            "slimresnet",
            "--epochs",
            "2",
            "--out",
            model)
        .succeeded();
  }

  @Test
  void compress_int8_takesLessAndSaysWhatItCost() throws Exception {
    Path out = own.resolve("small.zip");
    Run run = Run.of("compress", model, "--out", out, "--int8", "--data", data).succeeded();

    assertThat(Files.size(out)).isLessThan(Files.size(model));
    assertThat(run.out())
        .contains("stored as int8", "same multiply-adds", "opens in Graft4J alone")
        .containsPattern("accuracy \\d\\.\\d{3} before, \\d\\.\\d{3} after, on 12 test pictures: ");
    TrainedModel opened = ModelBundle.open(out).model();
    assertThat(opened.provenance().facts())
        .containsKey("backbone")
        .hasEntrySatisfying(
            "compression.1",
            step ->
                assertThat(step)
                    .startsWith("stored as int8: ")
                    .contains(" bytes of parameters as float32, ", "; accuracy "));
    assertThat(ModelBundle.open(out).report()).isPresent();
    Run.of("evaluate", out, data).succeeded();
  }

  @Test
  void compress_everything_countsWhatIsLeft() throws Exception {
    Path out = own.resolve("small.zip");
    Run run =
        Run.of(
                "compress",
                model,
                "--out",
                out,
                "--channels",
                "0.5",
                "--prune",
                "0.5",
                "--int8",
                "--fine-tune",
                "1",
                "--data",
                data,
                "--json")
            .succeeded();
    JsonNode json = run.json();
    JsonNode before = json.get("before");
    JsonNode after = json.get("after");
    assertThat(json.get("schemaVersion").intValue()).isOne();
    assertThat(json.get("steps")).hasSize(4);
    assertThat(after.get("parameters").longValue())
        .isLessThan(before.get("parameters").longValue());
    assertThat(after.get("multiplyAdds").longValue())
        .isLessThan(before.get("multiplyAdds").longValue());
    // What rounds to zero is added to what was pruned.
    assertThat(after.get("zeros").doubleValue() / after.get("weights").longValue())
        .isBetween(0.499, 0.6);
    assertThat(after.get("bytes").longValue()).isEqualTo(Files.size(out));
    assertThat(json.get("latency").get("afterMs").doubleValue()).isPositive();
    assertThat(json.get("accuracy").get("differences").get(0).get("interval")).hasSize(2);
    assertThat(run.err()).contains("stage 'fine-tuning': 1 epoch");
    assertThat(json.get("steps").get(2).textValue()).startsWith("fine-tuning of 1 epoch, rate ");
  }

  /** Of each step its own before and after; none of an earlier one is lost or said of a later. */
  @Test
  void compress_compressedModel_appendsToItsHistory() throws Exception {
    Path once = own.resolve("once.zip");
    Path twice = own.resolve("twice.zip");
    Run.of("compress", model, "--out", once, "--channels", "0.3", "--data", data).succeeded();
    Run.of("compress", once, "--out", twice, "--prune", "0.5", "--int8").succeeded();
    Map<String, String> first = ModelBundle.open(once).model().provenance().facts();
    Map<String, String> second = ModelBundle.open(twice).model().provenance().facts();
    assertThat(first)
        .containsKeys("compression.1", "compression.2")
        .doesNotContainKey("compression.3");
    assertThat(first.get("compression.2")).contains("accuracy");
    assertThat(second).containsAllEntriesOf(first);
    assertThat(second.get("compression.3")).startsWith("magnitude pruning of 0.5 of all weights: ");
    assertThat(second.get("compression.4"))
        .startsWith("stored as int8: ")
        .doesNotContain("accuracy");
    assertThat(second.keySet()).noneMatch(name -> name.startsWith("compression.5"));
  }

  /** A temperature says nothing of other weights than those that it was fitted to. */
  @Test
  void compress_otherWeights_leavesTheDecisionOutAndSaysSo() throws Exception {
    Path sure = own.resolve("sure.zip");
    TrainedModel given = ModelBundle.open(model).model();
    Decision hot = new Decision(2, Optional.empty(), TestTimeViews.PLAIN.describe());
    ModelBundle.of(given.withDecision(hot)).save(sure);
    Path same = own.resolve("same.zip");
    Run.of("compress", sure, "--out", same).succeeded();
    assertThat(ModelBundle.open(same).model().decision()).isEqualTo(hot);
    for (String option : List.of("--int8", "--prune=0.3", "--channels=0.3")) {
      Path out = own.resolve(option + ".zip");
      Run run = Run.of("compress", sure, "--out", out, option).succeeded();
      assertThat(run.err()).contains("were fitted to the weights before and are left out");
      TrainedModel opened = ModelBundle.open(out).model();
      assertThat(opened.decision()).isEqualTo(Decision.PLAIN);
      assertThat(opened.provenance().facts()).doesNotContainKeys("temperature", "abstention");
    }
  }

  @Test
  void compress_int8ModelPrunedByLessThanItIs_keepsItsFormAndSaysSo() throws Exception {
    Path half = own.resolve("half.zip");
    Path again = own.resolve("again.zip");
    Run.of("compress", model, "--out", half, "--prune", "0.5", "--int8").succeeded();
    Run run = Run.of("compress", half, "--out", again, "--prune", "0.3").succeeded();
    assertThat(run.err()).containsPattern("already 5\\d\\.\\d % zero: --prune 0.3 changes nothing");
    assertThat(run.out()).startsWith("stored as int8");
    assertThat(ModelBundle.open(again).stored()).isEqualTo(StoredWeights.INT8);
    assertThat(Files.size(again)).isLessThan(Files.size(half) + 500); // a line of history
    Path narrower = own.resolve("narrower.zip");
    Run.of("compress", half, "--out", narrower, "--channels", "0.3").succeeded();
    assertThat(ModelBundle.open(narrower).stored()).isEqualTo(StoredWeights.INT8);
  }

  /** Twice the same command, the same bytes. */
  @Test
  void compress_again_givesTheSameBytes() throws Exception {
    Path once = own.resolve("once.zip");
    Path twice = own.resolve("twice.zip");
    Run.of("compress", model, "--out", once, "--prune", "0.5", "--per-layer").succeeded();
    Run.of("compress", model, "--out", twice, "--prune", "0.5", "--per-layer").succeeded();
    assertThat(twice).hasSameBinaryContentAs(once);
  }

  @Test
  void compress_packedModelWithoutOptions_makesOneThatDl4jOpens() throws Exception {
    Path packed = own.resolve("packed.zip");
    Path plain = own.resolve("plain.zip");
    Run.of("compress", model, "--out", packed, "--int8").succeeded();
    Run.of("compress", packed, "--out", plain).succeeded();
    assertThat(ModelSerializer.restoreComputationGraph(plain.toFile()).params())
        .isEqualTo(ModelBundle.open(packed).model().graph().params());
  }

  /** An evaluation of other weights is none of these. */
  @Test
  void compress_withoutData_leavesTheOldEvaluationOutAndSaysSo() throws Exception {
    Path out = own.resolve("small.zip");
    Run run = Run.of("compress", model, "--out", out, "--prune", "0.5").succeeded();
    assertThat(run.err()).contains("is of other weights and is left out");
    assertThat(ModelBundle.open(out).report()).isEmpty();
    Path same = own.resolve("same.zip");
    Run.of("compress", model, "--out", same).succeeded();
    assertThat(ModelBundle.open(same).report()).isPresent();
  }

  @Test
  void compress_wrongValues_areWrongUsage() {
    Path out = own.resolve("small.zip");
    Run.of("compress", model, "--out", out, "--prune", "1")
        .failed(2, "--prune must be above 0 and below 1, say 0.3, but was 1.0");
    Run.of("compress", model, "--out", out, "--channels", "NaN").failed(2, "--channels must be");
    Run.of("compress", model, "--out", out, "--channels", "-0.2").failed(2, "but was -0.2");
    Run.of("compress", model, "--out", out, "--per-layer").failed(2, "must come with --prune");
    Run.of("compress", model, "--out", out, "--channels-by", "norm", "--prune", "0.5")
        .failed(2, "--channels-by must come with --channels, but there is none");
    Run.of("compress", model, "--out", out, "--prune", "0.5", "--lr", "0.1")
        .failed(2, "--lr must come with --fine-tune, but there is none");
    Run.of("compress", model, "--out", out, "--prune", "0.5", "--lr", "NaN")
        .failed(2, "--lr must be positive and finite");
    Run.of("compress", model, "--out", out, "--prune", "0.5", "--fine-tune", "1")
        .failed(2, "--fine-tune must come with --data");
    Run.of("compress", model, "--out", out, "--data", data, "--fine-tune", "1")
        .failed(2, "--fine-tune must come with --prune or --channels");
    Run.of("compress", model, "--out", out, "--prune", "0.5", "--fine-tune", "0", "--data", data)
        .failed(2, "--fine-tune must be positive, but was 0");
    Run.of("compress", model).failed(2, "--out");
    assertThat(out).doesNotExist();
  }

  @Test
  void compress_whatTheWorldLacks_isSaid() throws Exception {
    Path out = own.resolve("small.zip");
    Files.writeString(out, "mine");
    Run.of("compress", model, "--out", out, "--int8")
        .failed(1, "small.zip exists already; use --force to replace it");
    assertThat(out).hasContent("mine");
    Path other = Pieces.plain(own.resolve("others"));
    Files.move(other.resolve(Pieces.classes().get(0)), other.resolve("unheard-of"));
    Path free = own.resolve("free.zip");
    Run.of("compress", model, "--out", free, "--int8", "--data", other).failed(1, "unheard-of");
    Run.of("compress", own.resolve("none.zip"), "--out", free).failed(1, "no such file");
    Run.of("compress", data, "--out", free).failed(1, "a folder");
    Run.of("compress", model, "--out", data.resolve("in.zip"), "--data", data)
        .failed(1, "must lie outside of");
    assertThat(free).doesNotExist();
    Run.of("compress", model, "--out", out, "--int8", "--force").succeeded();
    assertThat(ModelBundle.open(out).model().labels().size()).isPositive();
  }
}
