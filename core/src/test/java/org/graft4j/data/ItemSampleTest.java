package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No more pictures than were asked for, as long as each class keeps two. */
class ItemSampleTest {

  private static List<Integer> sampled(int most, int... sizes) throws DatasetException {
    List<String> names = IntStream.range(0, sizes.length).mapToObj(c -> "class" + c).toList();
    List<ImageItem> items = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        String id = names.get(c) + "/" + i;
        items.add(new ImageItem(Path.of(id), id, c));
      }
    }
    List<ImageItem> chosen = ItemSample.of(items, LabelMap.of(names), most, Seed.of(1));
    assertThat(chosen).doesNotHaveDuplicates();
    return IntStream.range(0, sizes.length)
        .mapToObj(c -> (int) chosen.stream().filter(item -> item.label() == c).count())
        .toList();
  }

  @Test
  void sample_oneLargeAndTenSmallClasses_keepsToItsNumber() throws DatasetException {
    assertThat(sampled(100, 1000, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
        .containsExactly(80, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
  }

  /** Once one class keeps two, the share of the next falls below two as well. */
  @ParameterizedTest
  @CsvSource({"10", "12", "50", "100", "1000"})
  void sample_classesOfAllSizes_isNeverLarger(int most) throws DatasetException {
    List<Integer> counts = sampled(most, 400, 200, 50, 5, 2);
    assertThat(counts).allMatch(count -> count >= 2);
    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(most);
  }

  @Test
  void sample_fewerThanTwoAClass_areTwoEach() throws DatasetException {
    assertThat(sampled(3, 10, 10)).containsExactly(2, 2);
  }

  @Test
  void sample_moreThanThereAre_isAll() throws DatasetException {
    assertThat(sampled(99, 7, 3)).containsExactly(7, 3);
  }
}
