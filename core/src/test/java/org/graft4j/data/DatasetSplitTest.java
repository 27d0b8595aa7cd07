package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetSplitTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("cat", "dog"));

  private static List<ImageItem> items(String... ids) {
    return Arrays.stream(ids).map(id -> new ImageItem(Path.of(id), id, 1)).toList();
  }

  @Test
  void split_partsWithoutACommonItem_isMade() {
    DatasetSplit split = new DatasetSplit(LABELS, items("a", "b"), items("c"), items("d"));
    assertThat(split.heldOut()).extracting(ImageItem::id).containsExactly("d");
  }

  @Test
  void split_itemInTwoParts_isRefusedByName() {
    assertThatThrownBy(() -> new DatasetSplit(LABELS, items("a", "b"), items("c"), items("b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each item must be in one part, and once, but 'b' is in train and in test");
  }

  @Test
  void split_itemTwiceInAPart_isRefusedByName() {
    assertThatThrownBy(() -> new DatasetSplit(LABELS, items("a"), items("c", "c"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each item must be in one part, and once, but 'c' is twice in validation");
  }

  @Test
  void split_labelBeyondTheMap_isRefusedByName() {
    LabelMap one = LabelMap.of(List.of("cat"));
    assertThatThrownBy(() -> new DatasetSplit(one, List.of(), List.of(), items("d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must know the label of each item, but 'd' in test has label 1 of 1");
  }
}
