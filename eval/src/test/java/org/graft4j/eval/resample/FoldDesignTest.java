package org.graft4j.eval.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays on one side. */
class FoldDesignTest {
  @TempDir Path folder;

  private static Map<String, String> groups(List<ImageItem> items, int size) {
    return items.stream()
        .collect(
            Collectors.toMap(
                ImageItem::id, item -> "p" + Integer.parseInt(item.id().substring(2)) / size));
  }

  private FoldedItems divide(FoldDesign.Builder design, List<ImageItem> items) throws IOException {
    return design.build().divide(Trainers.LABELS, items, new ItemDigests());
  }

  /** Neither held out against learned from, nor validation against training. */
  @Test
  void divide_groups_areNeverOnTwoSides() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 40);
    Map<String, String> groups = groups(items, 4);
    FoldedItems folded =
        divide(FoldDesign.builder().folds(4).repeats(3).groups(groups).validation(0.25), items);
    assertThat(folded.places()).hasSize(12);
    for (FoldPlace place : folded.places()) {
      DatasetSplit split = folded.split(place);
      List<Set<String>> parts =
          Stream.of(split.train(), split.validation(), folded.heldOut(place))
              .map(part -> part.stream().map(i -> groups.get(i.id())).collect(Collectors.toSet()))
              .toList();
      Set<String> all = new HashSet<>();
      for (Set<String> part : parts) {
        assertThat(part).isNotEmpty();
        assertThat(all).doesNotContainAnyElementsOf(part);
        all.addAll(part);
      }
      assertThat(split.train().size() + split.validation().size() + folded.heldOut(place).size())
          .isEqualTo(80);
      assertThat(split.validation()).hasSizeBetween(8, 16);
    }
  }

  @Test
  void divide_copies_areOneGroupAndSaidToBe() throws IOException {
    List<ImageItem> items = new ArrayList<>(Trainers.items(folder, 10));
    items.add(Trainers.item(folder, "a/copy", 0, "a3"));
    items.add(Trainers.item(folder, "b/mislabelled", 1, "a3"));
    FoldedItems folded = divide(FoldDesign.builder().folds(5).repeats(4), items);
    for (FoldPlace place : folded.places()) {
      List<String> held = folded.heldOut(place).stream().map(ImageItem::id).toList();
      assertThat(held.contains("a/copy")).isEqualTo(held.contains("a/3"));
      assertThat(held.contains("b/mislabelled")).isEqualTo(held.contains("a/3"));
    }
    assertThat(folded.notes())
        .contains("2 pictures are copies of another: copies are in one group")
        .contains("copies with different classes: a/3 = b/mislabelled");
  }

  /** A copy cannot be moved to another domain: it is not learned from. */
  @Test
  void divide_copyInAnotherDomain_isNotLearnedFrom() throws IOException {
    List<ImageItem> items = new ArrayList<>(Trainers.items(folder, 10));
    items.add(Trainers.item(folder, "a/11", 0, "a3"));
    Map<String, String> domains =
        items.stream()
            .collect(
                Collectors.toMap(
                    ImageItem::id, i -> Integer.parseInt(i.id().substring(2)) < 5 ? "x" : "y"));
    FoldedItems folded = divide(FoldDesign.builder().domains(domains), items);
    FoldPlace x = folded.places().get(0);
    assertThat(x.name()).isEqualTo("x");
    assertThat(folded.heldOut(x)).extracting(ImageItem::id).contains("a/3").doesNotContain("a/11");
    assertThat(folded.split(x).train()).extracting(ImageItem::id).doesNotContain("a/11");
  }

  @Test
  void divide_classOfOneGroup_isNamed() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 6);
    Map<String, String> groups =
        items.stream()
            .collect(
                Collectors.toMap(ImageItem::id, item -> item.label() == 1 ? "only" : item.id()));
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> divide(FoldDesign.builder().folds(3).groups(groups), items))
        .withMessageContaining("class 'b' must be in two groups at least")
        .withMessageContaining("is in 'only' alone");
  }

  @Test
  void divide_fewerGroupsThanFolds_isRefused() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 6);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> divide(FoldDesign.builder().folds(4).groups(groups(items, 3)), items))
        .withMessageContaining("a group for each of 4 folds, but there are 2");
  }

  @Test
  void divide_itemWithoutGroup_isNamed() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> divide(FoldDesign.builder().folds(2).groups(Map.of("a/0", "p")), items))
        .withMessage("each item must have a group, but 'a/1' has none");
  }

  @Test
  void divide_sameSeed_isTheSameAndAnotherIsNot() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 20);
    var first = divide(FoldDesign.builder(), items).facts();
    assertThat(divide(FoldDesign.builder(), items).facts()).isEqualTo(first);
    assertThat(
            divide(FoldDesign.builder().seed(org.graft4j.data.Seed.of(1)), items)
                .facts()
                .get("division"))
        .isNotEqualTo(first.get("division"));
  }
}
