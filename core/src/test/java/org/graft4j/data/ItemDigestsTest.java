package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests are those of the bytes that are there now. */
class ItemDigestsTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;
  private final ItemDigests digests = new ItemDigests();

  private ImageItem item(String name, String content) throws IOException {
    return new ImageItem(Files.writeString(folder.resolve(name), content), name, 0);
  }

  @Test
  void of_file_isItsSha256() throws IOException {
    assertThat(digests.of(item("a", "abc"))).isEqualTo(ABC);
  }

  @Test
  void of_fileChangedSince_isThatOfTheNewBytes() throws IOException {
    ImageItem item = item("a", "abd");
    digests.of(item);
    item("a", "abc");
    Files.setLastModifiedTime(item.file(), FileTime.fromMillis(1_000));

    assertThat(digests.current(item)).isFalse();
    assertThat(digests.of(item)).isEqualTo(ABC);
    assertThat(digests.current(item)).isTrue();
  }

  @Test
  void ofReadable_missingFile_isEmptyInItsPlace() throws IOException {
    ImageItem gone = new ImageItem(folder.resolve("gone"), "gone", 0);

    assertThat(digests.ofReadable(List.of(gone, item("a", "abc"))))
        .containsExactly(Optional.empty(), Optional.of(ABC));
    assertThat(digests.current(gone)).isFalse();
  }

  @Test
  void of_list_dependsOnOrderIdsAndLabels() throws IOException {
    ImageItem a = item("a", "abc");
    ImageItem b = item("b", "abc");

    assertThat(digests.of(List.of(a, b))).isNotEqualTo(digests.of(List.of(b, a)));
    assertThat(digests.of(List.of(a, b))).isEqualTo(ItemDigest.of(List.of(a, b)));
    assertThat(digests.of(List.of(new ImageItem(a.file(), "a", 1))))
        .isNotEqualTo(digests.of(List.of(a)));
  }
}
