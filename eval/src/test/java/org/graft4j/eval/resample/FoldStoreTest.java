package org.graft4j.eval.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft4j.data.ItemDigests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletes what it wrote, and nothing of other people's. */
class FoldStoreTest {
  @TempDir Path folder;
  @TempDir Path kept;

  private Path keepFolds() throws IOException {
    Path keep = kept.resolve("folds");
    FoldedItems folded =
        FoldDesign.builder()
            .folds(2)
            .build()
            .divide(Trainers.LABELS, Trainers.items(folder, 10), new ItemDigests());
    CrossValidation.over(folded).keep(keep, Map.of("rate", "1")).run(Trainers.noisy(1, 0.7));
    CrossValidation.over(folded)
        .keep(FoldStore.compared(keep), Map.of("rate", "2"))
        .run(Trainers.noisy(2, 0.7));
    return keep;
  }

  @Test
  void delete_ownFolds_leavesNothing() throws IOException {
    Path keep = keepFolds();
    assertThat(FoldStore.finished(keep)).isEqualTo(4);
    FoldStore.delete(keep);
    assertThat(keep).doesNotExist();
  }

  @Test
  void delete_finishedSearch_leavesNothing() throws IOException {
    Path keep = kept.resolve("search");
    NestedSearch.of(FoldDesign.builder().folds(2).build())
        .innerFolds(2)
        .keep(keep)
        .run(
            Trainers.LABELS,
            Trainers.items(folder, 10),
            new ItemDigests(),
            List.of(
                new PipelineCandidate("one", Map.of(), Trainers.noisy(1, 0.7)),
                new PipelineCandidate("two", Map.of(), Trainers.noisy(2, 0.7))));
    FoldStore.delete(keep);
    assertThat(keep).doesNotExist();
  }

  @Test
  void delete_folderOfSomeoneElse_isRefusedAndTouchesNothing() throws IOException {
    Path run = Files.writeString(kept.resolve("run.json"), "{\"run\":{\"epochs\":3}}");
    Path below = Files.createDirectory(kept.resolve("outer"));
    Files.writeString(below.resolve("run.json"), "{}");
    assertThatExceptionOfType(OtherFoldsException.class)
        .isThrownBy(() -> FoldStore.delete(kept))
        .withMessageContaining("run.json cannot be read")
        .withMessageMatching("[^\n]*");
    assertThat(run).exists();
    assertThat(below.resolve("run.json")).exists();
  }

  @Test
  void delete_somethingElseAmongTheFolds_isRefusedAndTouchesNothing() throws IOException {
    Path keep = keepFolds();
    Path inner = Files.createDirectory(keep.resolve("outer"));
    Path theirs = Files.writeString(inner.resolve("run.json"), "{\"mine\":1}");
    assertThatExceptionOfType(OtherFoldsException.class).isThrownBy(() -> FoldStore.delete(keep));
    Files.delete(theirs);
    Files.delete(inner);
    Path notes = Files.writeString(keep.resolve("notes.txt"), "x");
    assertThatExceptionOfType(OtherFoldsException.class)
        .isThrownBy(() -> FoldStore.delete(keep))
        .withMessageContaining("but there is " + notes);
    assertThat(FoldStore.finished(keep)).isEqualTo(4);
  }

  @Test
  void open_foldsOfAnotherVersion_isRefusedAndSaysWhich() throws IOException {
    Path keep = keepFolds();
    Path run = keep.resolve("run.json");
    String text = Files.readString(run);
    Files.writeString(run, text.replaceAll("\"graft4j\" : \"[^\"]*\"", "\"graft4j\" : \"0.0.9\""));
    assertThatExceptionOfType(OtherFoldsException.class)
        .isThrownBy(this::keepFolds)
        .withMessageContaining("graft4j was 0.0.9, but is ");
  }
}
