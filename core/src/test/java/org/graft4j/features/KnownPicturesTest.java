package org.graft4j.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.PictureAudit;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second look at the same pictures says the same. */
class KnownPicturesTest {
  @TempDir Path folder;
  private List<ImageItem> items;

  @BeforeEach
  void draw() throws IOException {
    Path pictures = folder.resolve("pictures");
    DrawnFolder.write(DrawnTask.target(), pictures, Map.of("train", 2, "val", 1), 16, Seed.of(1));
    items = ImageFolder.scan(pictures).items();
  }

  private FeatureCache cache() throws IOException {
    return FeatureCache.open(folder.resolve("cache"), 1 << 20);
  }

  private Path list() {
    return folder.resolve("cache/pictures/readable");
  }

  private PictureAudit audit() throws IOException {
    try (FeatureCache cache = cache()) {
      return cache.audit(items);
    }
  }

  @Test
  void audit_secondTime_isThatOfAllPictures() throws IOException {
    cut(items.get(3).file());

    PictureAudit expected = PictureAudit.of(items);
    assertThat(audit()).isEqualTo(expected);
    assertThat(audit()).isEqualTo(expected);
    assertThat(expected.unreadable()).hasSize(1);
  }

  /** A picture that was whole, and is not any more, is another content. */
  @Test
  void audit_pictureDamagedSince_isNoticed() throws IOException {
    assertThat(audit().unreadable()).isEmpty();
    cut(items.get(0).file());

    assertThat(audit().unreadableIds()).containsExactly(items.get(0).id());
  }

  @Test
  void audit_missingFile_isUnreadable() throws IOException {
    Files.delete(items.get(1).file());

    assertThat(audit().unreadableIds()).containsExactly(items.get(1).id());
  }

  @Test
  void audit_damagedList_isMadeAnew() throws IOException {
    audit();
    byte[] content = Files.readAllBytes(list());
    for (int at = 0; at < content.length; at += 7) {
      byte[] flipped = content.clone();
      flipped[at] ^= 4;
      Files.write(list(), flipped);

      assertThat(audit().unreadable()).isEmpty();
      assertThat(list()).hasBinaryContent(content);
    }
  }

  /** Two runs over one folder: each remembers its own pictures and forgets none of the other's. */
  @Test
  void audit_twoAtOnce_keepsThePicturesOfBoth() throws IOException {
    List<ImageItem> first = items.subList(0, 4);
    List<ImageItem> second = items.subList(4, 7);
    try (FeatureCache cache = cache();
        FeatureCache other = cache()) {
      cache.audit(first);
      long four = Files.size(list());
      cache.clear();
      other.audit(new WhileReadingOn(second, () -> cache.audit(first)));

      // 16 bytes a picture.
      assertThat(Files.size(list())).isEqualTo(four + 3 * 16);
    }
  }

  /** A list in whose reading something else happens, once the list of the cache was read. */
  private static final class WhileReadingOn extends AbstractList<ImageItem> {
    private final List<ImageItem> items;
    private final Runnable action;
    private boolean done;

    WhileReadingOn(List<ImageItem> items, Runnable action) {
      this.items = items;
      this.action = action;
    }

    @Override
    public ImageItem get(int index) {
      if (!done) {
        done = true;
        action.run();
      }
      return items.get(index);
    }

    @Override
    public int size() {
      return items.size();
    }
  }

  private static void cut(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
  }
}
