package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StratifiedSplitTest {

  private static ImageFolder folder(List<Integer> sizes) {
    List<String> names = new ArrayList<>();
    List<ImageItem> items = new ArrayList<>();
    for (int label = 0; label < sizes.size(); label++) {
      String name = "class%03d".formatted(label);
      names.add(name);
      for (int i = 0; i < sizes.get(label); i++) {
        String id = name + "/%03d.png".formatted(i);
        items.add(new ImageItem(Path.of(id), id, label));
      }
    }
    return new ImageFolder(
        Path.of("root"),
        LabelMap.of(names),
        new FolderParts(false, items, List.of(), List.of()),
        List.of());
  }

  private static long count(List<ImageItem> items, int label) {
    return items.stream().filter(item -> item.label() == label).count();
  }

  /** No picture is lost, none is in two parts, and each class is near its quota in each part. */
  @Property(tries = 200)
  void stratified_anyClassSizes_partitionsEachClassByItsQuotas(
      @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 2, max = 40) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 10) int trainTenths,
      @ForAll @IntRange(min = 0, max = 10) int validationTenths,
      @ForAll long seed)
      throws DatasetException {
    double train = trainTenths / 10.0;
    double validation = Math.min(validationTenths, 10 - trainTenths) / 10.0;
    double test = Math.max(0, 10 - trainTenths - validationTenths) / 10.0;
    ImageFolder folder = folder(sizes);
    DatasetSplit split = DatasetSplit.stratified(folder, train, validation, test, Seed.of(seed));
    List<ImageItem> all = new ArrayList<>(split.train());
    all.addAll(split.validation());
    all.addAll(split.test());
    assertThat(all).containsExactlyInAnyOrderElementsOf(folder.items());
    for (int label = 0; label < sizes.size(); label++) {
      int n = sizes.get(label);
      assertThat(count(split.train(), label)).isPositive();
      if (train < 1) {
        assertThat(count(split.validation(), label) + count(split.test(), label)).isPositive();
      }
      if (n >= 3) {
        assertThat(count(split.validation(), label) > 0).isEqualTo(validation > 0);
        assertThat(count(split.test(), label) > 0).isEqualTo(test > 0);
      }
      assertThat((double) count(split.train(), label)).isBetween(train * n - 2, train * n + 2);
      assertThat((double) count(split.test(), label)).isBetween(test * n - 2, test * n + 2);
    }
    assertThat(DatasetSplit.stratified(folder, train, validation, test, Seed.of(seed)))
        .isEqualTo(split);
  }

  @ParameterizedTest
  @CsvSource({
    "0.7, 0.15, 0.15, 20, 14, 3, 3",
    "0.7, 0.15, 0.15, 10, 7, 2, 1",
    "0.8, 0.2, 0, 12, 10, 2, 0",
    "0.7, 0.15, 0.15, 3, 1, 1, 1",
    "0.7, 0.1, 0.2, 2, 1, 0, 1",
    "0.9, 0.1, 0, 2, 1, 1, 0",
    "0.1, 0.9, 0, 2, 1, 1, 0",
    "1, 0, 0, 1, 1, 0, 0"
  })
  void counts_ofOneClass_followTheLargestRemainders(
      double train, double validation, double test, int n, int a, int b, int c) {
    assertThat(StratifiedDivision.of(train, validation, test).counts(n)).containsExactly(a, b, c);
  }

  @Test
  void stratified_anotherSeed_holdsOutOtherPictures() throws DatasetException {
    ImageFolder folder = folder(List.of(30, 30));
    assertThat(DatasetSplit.stratified(folder, 0.7, 0.3, 0, Seed.of(1)).validation())
        .isNotEqualTo(DatasetSplit.stratified(folder, 0.7, 0.3, 0, Seed.of(2)).validation());
  }

  @Test
  void stratified_classWithASinglePicture_isRefusedByName() {
    assertThatThrownBy(() -> DatasetSplit.of(folder(List.of(5, 1)), 0.2, Seed.of(1)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("class 'class001' has a single picture")
        .hasMessageContaining("two at least");
  }

  @Test
  void stratified_fractionsThatDoNotAddUp_areRefusedWithTheirValues() {
    assertThatThrownBy(
            () -> DatasetSplit.stratified(folder(List.of(5, 5)), 0.7, 0.2, 0.2, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.7, 0.2 and 0.2");
  }
}
