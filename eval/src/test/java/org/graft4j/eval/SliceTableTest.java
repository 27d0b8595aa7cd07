package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.graft4j.data.LabelMap;
import org.junit.jupiter.api.Test;

class SliceTableTest {

  /** Of each camera 40 samples; of camera 2 every other one is wrong, of the others every tenth. */
  private static PredictionTable table(int every) {
    PredictionTable.Builder builder = PredictionTable.of(LabelMap.of(List.of("a", "b")));
    for (int camera = 0; camera < 3; camera++) {
      for (int i = 0; i < 40; i++) {
        boolean wrong = i % (camera == 2 ? every : 10) == 0;
        builder.add("camera" + camera + "/" + i, wrong ? 1 : 0, new double[] {0.9, 0.1});
      }
    }
    return builder.build();
  }

  private static SliceTable byCamera(int every) {
    return SliceTable.byId("camera", table(every), id -> id.split("/", 2)[0]);
  }

  @Test
  void worst_oneCameraIsWorse_isNamed() {
    SliceTable slices = byCamera(2);
    assertThat(slices.slices()).extracting(SliceTable.Slice::n).containsExactly(40L, 40L, 40L);
    assertThat(slices.worst().name()).isEqualTo("camera2");
    assertThat(slices.worst().accuracy()).isEqualTo(0.5);
    assertThat(slices.clearlyWorst()).contains(slices.worst());
  }

  /** One slice is always the last: that is no finding. */
  @Test
  void clearlyWorst_camerasAlike_isNone() {
    assertThat(byCamera(8).worst().name()).isEqualTo("camera2");
    assertThat(byCamera(8).clearlyWorst()).isEmpty();
  }

  /** A single wrong sample has the lowest accuracy of all, and says nothing. */
  @Test
  void clearlyWorst_tinySliceIsLower_namesTheLargeOne() {
    PredictionTable table = table(2);
    SliceTable slices =
        SliceTable.byId(
            "camera", table, id -> id.equals("camera0/0") ? "tiny" : id.split("/", 2)[0]);
    assertThat(slices.worst().name()).isEqualTo("tiny");
    assertThat(slices.clearlyWorst().orElseThrow().name()).isEqualTo("camera2");
    assertThat(slices.pValues()).hasSize(4).allMatch(p -> p >= 0 && p <= 1);
  }

  @Test
  void byFolder_whatLiesBetweenClassAndFile_divides() {
    PredictionTable.Builder builder = PredictionTable.of(LabelMap.of(List.of("a", "b")));
    builder.add("test/a/x/y/1.jpg", 0, new double[] {1, 0});
    builder.add("a/2.jpg", 0, new double[] {1, 0});
    builder.add("elsewhere/3.jpg", 1, new double[] {1, 0});
    SliceTable slices = SliceTable.byFolder(builder.build()).orElseThrow();
    assertThat(slices.slices()).extracting(SliceTable.Slice::name).containsExactly(".", "x/y");
    assertThat(SliceTable.byFolder(table(2))).isEmpty();
  }

  @Test
  void folderGroups_whatLiesInTheClassItself_isEachByItself() {
    PredictionTable.Builder builder = PredictionTable.of(LabelMap.of(List.of("a", "b")));
    builder.add("a/x/1.jpg", 0, new double[] {1, 0});
    builder.add("b/x/2.jpg", 1, new double[] {1, 0});
    builder.add("a/3.jpg", 0, new double[] {1, 0});
    builder.add("a/4.jpg", 0, new double[] {1, 0});
    assertThat(SliceTable.folderGroups(builder.build()))
        .containsExactly("x", "x", "//a/3.jpg", "//a/4.jpg");
  }

  @Test
  void together_severalTables_areOneSearch() {
    SliceTable camera = byCamera(3);
    List<SliceTable> both = SliceTable.together(List.of(camera, camera), 0.99);
    assertThat(both.get(1).confidence()).isEqualTo(0.99);
    assertThat(both.get(0).pValues().get(2)).isEqualTo(2 * camera.pValues().get(2));
    assertThat(camera.slices().get(0).interval(0.99).low())
        .isLessThan(camera.slices().get(0).interval().low());
  }

  @Test
  void slice_impossibleNumbers_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SliceTable.Slice("a", 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new SliceTable.Slice("a", 2, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new SliceTable.Slice("a", 2, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SliceTable.Slice(" ", 2, 1));
  }

  @Test
  void clearlyWorst_oneSlice_isNone() {
    SliceTable all = SliceTable.byId("all", table(2), id -> "all");
    assertThat(all.slices()).hasSize(1);
    assertThat(all.clearlyWorst()).isEmpty();
  }

  @Test
  void byClass_everyClassOfTheLabels_hasARow() {
    assertThat(SliceTable.byClass(table(2)).slices())
        .extracting(SliceTable.Slice::name)
        .containsExactly("a", "b");
  }
}
