package org.graft4j.eval.doctor;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;

/**
 * The pictures of a data set that could be decoded, as they were seen, by their places in one list.
 *
 * @param labels the classes
 * @param looks training part first, then validation, then test
 * @param parts where each lies
 */
record Examined(LabelMap labels, List<PictureLook> looks, List<Part> parts) {
  /** Of a divided data set. */
  enum Part {
    TRAIN("train"),
    VALIDATION("validation"),
    TEST("test");

    private final String text;

    Part(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  ImageItem item(int place) {
    return looks.get(place).item();
  }

  String id(int place) {
    return item(place).id();
  }

  int label(int place) {
    return item(place).label();
  }

  /** Places of a part. */
  List<Integer> in(Part part) {
    return IntStream.range(0, looks.size()).filter(i -> parts.get(i) == part).boxed().toList();
  }

  /** Pictures of each class in a part. */
  List<Integer> counts(Part part) {
    int[] counts = new int[labels.size()];
    in(part).forEach(i -> counts[label(i)]++);
    return IntStream.of(counts).boxed().toList();
  }

  /** Ids of pictures that have something, in their order. */
  List<String> ids(Predicate<PictureLook.Content> which) {
    return looks.stream()
        .filter(look -> which.test(look.content().orElseThrow()))
        .map(look -> look.item().id())
        .toList();
  }
}
